"""The same photo after anything: features of photos, which stored photos share some, and whether two show one picture."""

from matchers.photos.book import PhotoFound, features_of_print, near, print_of
from matchers.photos.features import PhotoFeatures, features_of
from matchers.photos.same import PhotoLink, same_photo

__all__ = ["PhotoFeatures", "PhotoFound", "PhotoLink", "features_of", "features_of_print", "near", "print_of", "same_photo"]
