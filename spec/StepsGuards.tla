----------------------------- MODULE StepsGuards -----------------------------
(***************************************************************************)
(* Models     : the guards of FragmentSteps: each lock taken, order,       *)
(*              recheck, try-get, write-protect, zap and "after, not       *)
(*              before", by name.  TRUE: as it must be.  A configuration   *)
(*              switches one off, "Guard = FALSE", and TLC shows what      *)
(*              breaks: ./fragcache guards.                                *)
(* Refines    : nothing.                                                   *)
(* Kernel     : the comment at each guard names the function that has it;  *)
(*              (new) where the kernel has nothing like it, for it has no  *)
(*              fragments.                                                 *)
(* Not here   : what was found to be redundant; README.md says why.        *)
(* Checked    : MCFragmentSteps_Off* in models.json.                       *)
(***************************************************************************)

\* Lookup, without a lock.
LookupHoldsRcu       == TRUE  \* filemap_get_entry(): rcu_read_lock()
LookupTriesGet       == TRUE  \* filemap_get_entry(): folio_try_get()
LookupReloads        == TRUE  \* filemap_get_entry(): xas_reload()
LookupWaitsUptodate  == TRUE  \* filemap_update_page(): folio_test_uptodate()
LookupRechecksSlot   == TRUE  \* (new) the file's slot, after the folio

\* A fragment's count, key and memory.
AttachCounts         == TRUE  \* iget5_locked(): __iget()
AttachTriesGet       == TRUE  \* iget5_locked(): I_FREEING, igrab()
DropCounts           == TRUE  \* iput()
DropLocksFolios      == TRUE  \* truncate_inode_pages_final(): folio_lock()
FreeWaitsForReaders  == TRUE  \* destroy_inode(): call_rcu()
RegisterBeforeSlot   == TRUE  \* (new), as i_mmap before page tables

\* Fill.
ReadTakesInvalidate  == TRUE  \* filemap_create_folio(): filemap_invalidate_lock_shared()
LoadTakesInvalidate  == TRUE  \* filemap_fault(): filemap_invalidate_lock_shared()
FillRechecksSlot     == TRUE  \* filemap_add_folio(): -EEXIST
FillRechecksMap      == TRUE  \* (new), as iomap_valid()
FillHoldsRcu         == TRUE  \* (new), as LookupHoldsRcu
FillChecksCount      == TRUE  \* (new): no folio into a fragment that dies
FillUptodateLast     == TRUE  \* folio_end_read(): after the bytes

\* read(2) and mapped loads.
ReadHoldsFolio       == TRUE  \* filemap_read(): folio_put() after the copy
ReadRechecksSlot     == TRUE  \* (new): after the copy; or LookupReloads, LookupRechecksSlot
ReadRechecksSize     == TRUE  \* filemap_read(): i_size_read() after the folio
ReadRechecksHole     == TRUE  \* (new): a hole that was past EOF is no zeros
LoadHoldsRcu         == TRUE  \* (new): until the slot's last recheck, as filemap_map_pages()
LoadRechecksSlot     == TRUE  \* (new), in the step that sets the page table
LoadRechecksHole     == TRUE  \* dax_load_hole(): dax_lock_entry()
LoadRechecksMap      == TRUE  \* dax_load_hole(): dax_iomap_iter(), under the entry's lock
LoadRechecksSize     == TRUE  \* filemap_fault(): i_size_read() after the folio
LoadRechecksSizeOfHole == TRUE  \* filemap_fault(): i_size_read() under the lock

\* Copy on write.
CowCopiesOld         == TRUE  \* iomap_write_begin(): srcmap
CowCopiesLast        == TRUE  \* iomap_write_begin(): the folio first, then its bytes
CowRechecksSlot      == TRUE  \* dax_insert_entry(), under the entry's lock
CowZapsPte           == TRUE  \* dax_insert_entry(): unmap_mapping_pages()
ZapBeforeCopy        == TRUE  \* (new): page tables first, then the new bytes
WriteTakesInodeLock  == TRUE  \* ext4_file_write_iter(), xfs_ilock(): inode_lock()
WriteTakesFolioLock  == TRUE  \* __filemap_get_folio(): FGP_LOCK
FaultTakesInvalidate == TRUE  \* xfs_filemap_fault(): filemap_invalidate_lock_shared()
FaultTakesFolioLock  == TRUE  \* iomap_page_mkwrite(): folio_lock()
FaultMarksDirty      == TRUE  \* iomap_page_mkwrite(): folio_mark_dirty()

\* Truncate, punch, and the destination of a clone.
TruncateTakesInodeLock  == TRUE  \* do_truncate(): inode_lock()
TruncateInodeLockFirst  == TRUE  \* mm/filemap.c: lock ordering
TruncateTakesInvalidate == TRUE  \* xfs_vn_setattr_size(): filemap_invalidate_lock()
PunchTakesInodeLock     == TRUE  \* xfs_file_fallocate(): xfs_ilock()
PunchTakesInvalidate    == TRUE  \* xfs_file_fallocate(): filemap_invalidate_lock()
RemoveTakesFolioLock    == TRUE  \* truncate_inode_pages_range(): folio_lock()
RemoveWaitsWriteback    == TRUE  \* truncate_inode_pages_range(): folio_wait_writeback()
RemoveZapsPte           == TRUE  \* truncate_pagecache(): unmap_mapping_range()
ZapAfterSlot            == TRUE  \* (new): the slot first, then the zap
DropAfterZap            == TRUE  \* (new): referrer and count last

\* Writeback.
CleanTakesFolioLock  == TRUE  \* writeback_iter(): folio_lock()
CleanWaitsWriteback  == TRUE  \* folio_prepare_writeback(): folio_wait_writeback()
CleanRechecksMapping == TRUE  \* folio_prepare_writeback(): folio->mapping != mapping
CleanWriteProtects   == TRUE  \* folio_clear_dirty_for_io(): folio_mkclean()

\* Clone and dedupe.
RemapTakesSourceInodeLock       == TRUE  \* lock_two_nondirectories()
RemapTakesDestinationInodeLock  == TRUE  \* lock_two_nondirectories()
RemapLocksInOrder               == TRUE  \* lock_two_nondirectories(): by address
RemapTakesSourceInvalidate      == TRUE  \* filemap_invalidate_lock_two()
RemapTakesDestinationInvalidate == TRUE  \* filemap_invalidate_lock_two()
RemapCleansSource    == TRUE  \* __generic_remap_file_range_prep(): filemap_write_and_wait_range()
CloneChecksPins      == TRUE  \* folio_maybe_dma_pinned(), as folio_try_share_anon_rmap_pte()
ShareAvoidsHashed    == TRUE  \* (new): a key is used again after remove_inode_hash()
ShareRechecksDirty   == TRUE  \* (new): a pin that is gone kept it dirty
ShareWaitsWriteback  == TRUE  \* (new): as folio_wait_writeback(), whoever writes it
DedupeCleansDestination == TRUE  \* __generic_remap_file_range_prep()
DedupeChecksPins     == TRUE  \* (new), as CloneChecksPins
DedupeHoldsFolios    == TRUE  \* vfs_dedupe_file_range_compare(): folio_put() last

\* Pins.
PinNeedsWritable     == TRUE  \* gup_fast_pte_range(): pte_access_permitted()
PinRechecksPte       == TRUE  \* gup_fast_pte_range(): pte_val(pte) != pte_val(ptep_get())

\* Reclaim and migration.
ReclaimTakesFolioLock == TRUE  \* shrink_folio_list(): folio_trylock()
ReclaimWalksReferrers == TRUE  \* rmap_walk_file(); (new) through the referrers
ReclaimUnmaps         == TRUE  \* shrink_folio_list(): try_to_unmap()
ReclaimTestsDirty     == TRUE  \* __remove_mapping(): folio_test_dirty()
ReclaimFreezes        == TRUE  \* __remove_mapping(): folio_ref_freeze()
ReclaimTouchesFirst   == TRUE  \* __remove_mapping(): a_ops->free_folio, before the folio is out
MigrateTakesFolioLock == TRUE  \* migrate_folio_unmap(): folio_trylock()
MigrateFreezes        == TRUE  \* __folio_migrate_mapping(): folio_ref_freeze()
MigrateUptodateLast   == TRUE  \* folio_migrate_flags(): after the bytes

==============================================================================
