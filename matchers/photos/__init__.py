"""The same photo after anything: features of photos, which stored photos share some, and whether two show one picture."""

from matchers.photos.book import KnownPictures, PhotoFound, features_of_print, near, photos_that_show, print_of
from matchers.photos.features import PhotoFeatures, features_of
from matchers.photos.same import PhotoLink, same_photo

__all__ = [
    "KnownPictures",
    "PhotoFeatures",
    "PhotoFound",
    "PhotoLink",
    "features_of",
    "features_of_print",
    "near",
    "photos_that_show",
    "print_of",
    "same_photo",
]
