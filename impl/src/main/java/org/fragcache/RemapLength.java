package org.fragcache;

/**
 * What is left of the length of a clone or dedupe when its checks have shortened it.
 *
 * @param count bytes that the call speaks of
 * @param bcount the same up to the end of a block, if the range ends at EOF; whole blocks
 */
record RemapLength(long count, long bcount) {
  /** generic_remap_checks(): a range that ends at EOF takes the whole EOF block along. */
  static RemapLength of(long pos, long count, boolean endsAtEof, Geometry geometry) {
    if (endsAtEof) {
      return new RemapLength(count, geometry.roundUp(pos + count) - pos);
    }
    long whole = geometry.roundDown(count);
    return new RemapLength(whole, whole);
  }
}
