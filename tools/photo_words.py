"""Makes `matchers/photos/words.npz`: the centres by which local descriptions of photos become words.

    python tools/photo_words.py FOLDER...

Takes the photos (JPEG) in the folders, as they are and altered a little; those that `benchmarks/photo_sets.py`
keeps aside are left out.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from PIL import Image
from sklearn.cluster import MiniBatchKMeans

from benchmarks.photo_sets import is_aside
from matchers.photos.features import features_of_image
from matchers.photos.words import CENTRES


def main() -> None:
    """Reads the photos, makes the centres, writes them."""
    descriptions = []
    for folder in sys.argv[1:]:
        for path in sorted(Path(folder).glob("*.jpg")):
            if is_aside(path.stem):
                continue
            image = Image.open(path).convert("L")
            for turned in (image, image.rotate(7, Image.Resampling.BICUBIC), image.reduce(2)):
                features = features_of_image(turned, *turned.size)
                descriptions += [features.descriptions, features.mirrored().descriptions]
    rows = np.concatenate(descriptions).astype(np.float32)
    found = MiniBatchKMeans(CENTRES, random_state=1, n_init=1, batch_size=8192, max_iter=60)
    centres = [found.fit(rows[:, half : half + 64]).cluster_centers_ for half in (0, 64)]
    stored = np.clip(np.round(np.stack(centres) * 16), 0, 255).astype(np.uint8)
    np.savez_compressed(Path(__file__).parents[1] / "matchers" / "photos" / "words.npz", centres=stored)
    print(f"{len(rows)} descriptions, {CENTRES} centres a half")


if __name__ == "__main__":
    main()
