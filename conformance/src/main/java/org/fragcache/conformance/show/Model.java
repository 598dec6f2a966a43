package org.fragcache.conformance.show;

/**
 * What a picture must know of the model beside its states.
 *
 * @param units units in a block, from 1; sizes, offsets and lengths are in units
 * @param disk whether files lie on a store; else their folios are all there is
 * @param crashing whether the model has crashes, so that it matters what lasts
 * @param capacity blocks of the store, 0 if there is no limit
 */
public record Model(int units, boolean disk, boolean crashing, long capacity) {
  /** Whether space can run out. */
  boolean limited() {
    return capacity > 0;
  }
}
