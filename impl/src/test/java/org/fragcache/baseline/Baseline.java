package org.fragcache.baseline;

/** Which of the two. */
enum Baseline {
  NO_SHARING,
  PER_PAGE_COUNT;

  BaselineCache build(FileCaches builder) {
    return this == NO_SHARING ? builder.newNoSharing() : builder.newPerPageCount();
  }
}
