"""Reads what stands in photos: text (OCR), QR and bar codes, place and time (EXIF). A queue behind indexing."""
