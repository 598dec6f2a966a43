package org.fragcache.baseline;

/** Which of them. */
enum Baseline {
  NO_SHARING,
  PER_PAGE_COUNT,
  MAPPING_REDIRECT;

  BaselineCache build(FileCaches builder) {
    return switch (this) {
      case NO_SHARING -> builder.newNoSharing();
      case PER_PAGE_COUNT -> builder.newPerPageCount();
      case MAPPING_REDIRECT -> builder.newMappingRedirect();
    };
  }
}
