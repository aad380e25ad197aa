"""The demo's small web: seven sites with listings made from a seed, and the planted truth beside them.

Everything on these sites is invented: sellers, contacts, cases. Photos are stand-ins (demo/photos/PHOTOS.md).
"""
