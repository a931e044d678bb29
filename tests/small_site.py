"""A few files in; a site that the build published, as whole builds do, out."""

from collections.abc import Mapping
from pathlib import Path

from iopfinder.publish import Output, publish, stage, staging_beside, survey


def published(site: Path, files: Mapping[str, str]) -> Path:
    """The site's folder, which now holds these files and no others of the build's."""
    staging = staging_beside(site)
    staged = [stage(staging, Output(path, body.encode())) for path, body in files.items()]
    publish(staging, {each.path: each.sha256 for each in staged}, site, survey(site))
    return site
