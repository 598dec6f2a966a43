package org.fragcache;

/** How a view maps its file. */
public enum MapKind {
  /** MAP_SHARED: stores go to the file. */
  SHARED,
  /** MAP_PRIVATE: the first store to a block makes a copy that only this view sees. */
  PRIVATE
}
