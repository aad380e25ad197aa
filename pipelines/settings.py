"""The stages, in order, as Scrapy's ITEM_PIPELINES wants them. `pipelines/line.py` runs the same list without a crawl."""

from __future__ import annotations

STAGES: dict[str, int] = {
    "pipelines.known.Known": 100,
    "pipelines.text.ReadText": 200,
    "pipelines.photos.FetchPhotos": 300,
    "pipelines.photo_reading.stage.TakeReadings": 350,
    "pipelines.embedding.EmbedText": 400,
    "pipelines.matching.MatchListings": 500,
    "pipelines.indexing.WriteListings": 600,
    "pipelines.seeing.SeeAgain": 650,
    "pipelines.series.KeepSeries": 700,
}
