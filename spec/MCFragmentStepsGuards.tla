------------------------ MODULE MCFragmentStepsGuards ------------------------
(***************************************************************************)
(* Models     : for each guard of StepsGuards the smallest program found   *)
(*              that shows what it is for, and where it starts.            *)
(* Checked    : MCFragmentStepsGuards_*.cfg, each with its guard off; see  *)
(*              ./fragcache guards.                                        *)
(***************************************************************************)
EXTENDS MCFragmentSteps

LookupHoldsRcuRuns ==
  In({"leftcold"}, {Do2(<<Read("a")>>, <<Punch("a")>>)})
LookupTriesGetRuns ==
  In({"private"}, {Do2(<<Read("a")>>, <<Reclaim("a")>>)})
LookupReloadsRuns ==
  In({"cold"}, {Do2(<<Read("a")>>, <<Reclaim("a"), Read("b")>>)})
LookupWaitsUptodateRuns ==
  In({"cold"}, {Do2(<<Read("a")>>, <<Read("a")>>)})
LookupRechecksSlotRuns ==
  In({"leftcold"}, {Do4(<<Read("a")>>,
       <<Write("a", 3)>>,
       <<Writeback("a"), Writeback("b")>>,
       <<Read("a")>>)})
AttachCountsRuns ==
  In({"evicted"}, {Do1(<<Read("a")>>)})
AttachTriesGetRuns ==
  In({"evicted"}, {Do2(<<Read("a")>>, <<Punch("b")>>)})
DropCountsRuns ==
  In({"shared"}, {Do1(<<Write("a", 3)>>)})
DropLocksFoliosRuns ==
  In({"left"}, {Do2(<<Reclaim("a")>>, <<Punch("a")>>)})
FreeWaitsForReadersRuns ==
  In({"leftcold"}, {Do2(<<Read("a")>>, <<Punch("a")>>)})
RegisterBeforeSlotRuns ==
  In({"evicted"}, {Do1(<<Read("a")>>)})
ReadTakesInvalidateRuns ==
  In({"reuse"}, {Do2(<<Read("a")>>, <<Punch("a"), Writeback("b")>>)})
LoadTakesInvalidateRuns ==
  In({"reuse"}, {Do2(<<Load("a")>>, <<Punch("a"), Writeback("b")>>)})
FillRechecksSlotRuns ==
  In({"cold"}, {Do2(<<Read("a")>>, <<Write("a", 3)>>)})
FillRechecksMapRuns ==
  In({"evicted"}, {Do2(<<Read("a")>>,
       <<Write("a", 3), Writeback("a"), Reclaim("a")>>)})
FillHoldsRcuRuns ==
  In({"leftcold"}, {Do2(<<Read("a")>>, <<Write("a", 3)>>)})
FillChecksCountRuns ==
  In({"leftcold"}, {Do2(<<Read("a")>>, <<Write("a", 3)>>)})
FillUptodateLastRuns ==
  In({"cold"}, {Do2(<<Read("a")>>, <<Read("a")>>)})
ReadHoldsFolioRuns ==
  In({"dirty"}, {Do2(<<Read("a")>>, <<Punch("a")>>)})
ReadRechecksSizeRuns ==
  In({"evicted"}, {Do2(<<Read("a")>>, <<Truncate("a", 0), Write("a", 4)>>)})
ReadRechecksHoleRuns ==
  In({"evicted"}, {Do2(<<Read("a")>>, <<Truncate("a", 0), Write("a", 4)>>)})
LoadHoldsRcuRuns ==
  In({"unreferenced"}, {Do2(<<Load("a")>>, <<Clone("b", "a")>>)})
LoadRechecksSlotRuns ==
  In({"left"}, {Do2(<<Load("a")>>, <<Write("a", 3)>>)})
LoadRechecksHoleRuns ==
  In({"holes"}, {Do2(<<Load("a")>>, <<Write("a", 3)>>)})
LoadRechecksMapRuns ==
  In({"holes"}, {Do2(<<Load("a")>>,
       <<Write("a", 3), Writeback("a"), Reclaim("a")>>)})
LoadRechecksSizeRuns ==
  In({"evicted"}, {Do2(<<Load("a")>>, <<Truncate("a", 0), Write("a", 3)>>)})
LoadRechecksSizeOfHoleRuns ==
  In({"evicted"}, {Do2(<<Load("a")>>, <<Truncate("a", 0)>>)})
CowCopiesOldRuns ==
  In({"evicted"}, {Do1(<<ShortWrite("a")>>)})
CowCopiesLastRuns ==
  In({"cold"}, {Do3(<<ShortWrite("a")>>,
       <<Store("a", 4)>>,
       <<Writeback("a"), Reclaim("a")>>)})
CowRechecksSlotRuns ==
  In({"evicted"}, {Do2(<<Store("a", 3)>>, <<Store("a", 4)>>)})
CowZapsPteRuns ==
  In({"mapped"}, {Do1(<<Write("a", 3), Load("a")>>)})
ZapBeforeCopyRuns ==
  In({"mapped"}, {Do2(<<Write("a", 3)>>, <<Read("a"), Load("a")>>)})
WriteTakesInodeLockRuns ==
  In({"private"}, {Do2(<<Write("a", 3)>>, <<Clone("a", "b")>>)})
WriteTakesFolioLockRuns ==
  In({"private"}, {Do2(<<Write("a", 3)>>, <<Reclaim("a")>>)})
FaultTakesInvalidateRuns ==
  In({"private"}, {Do2(<<Store("a", 3)>>, <<Clone("a", "b")>>)})
FaultTakesFolioLockRuns ==
  In({"private"}, {Do2(<<Store("a", 3)>>, <<Reclaim("a")>>)})
FaultMarksDirtyRuns ==
  In({"private"}, {Do1(<<Store("a", 3), Reclaim("a")>>)})
TruncateTakesInodeLockRuns ==
  In({"private"}, {Do2(<<Truncate("a", 0)>>, <<Write("a", 3)>>)})
TruncateInodeLockFirstRuns ==
  In({"dirty"}, {Do2(<<Truncate("a", 0)>>, <<Clone("a", "b")>>)})
TruncateTakesInvalidateRuns ==
  In({"reuse"}, {Do2(<<Read("a")>>, <<Truncate("a", 0)>>)})
PunchTakesInodeLockRuns ==
  In({"private"}, {Do2(<<Punch("a")>>, <<Write("a", 3)>>)})
PunchTakesInvalidateRuns ==
  In({"dirty"}, {Do2(<<Punch("a")>>, <<Read("a")>>)})
RemoveTakesFolioLockRuns ==
  In({"dirty"}, {Do2(<<Punch("a")>>, <<Writeback("a")>>)})
RemoveWaitsWritebackRuns ==
  In({"dirty"}, {Do2(<<Punch("a")>>, <<Writeback("a")>>)})
RemoveZapsPteRuns ==
  In({"stored"}, {Do1(<<Punch("a"), Load("a")>>)})
ZapAfterSlotRuns ==
  In({"left"}, {Do2(<<Punch("a")>>, <<Load("a")>>)})
DropAfterZapRuns ==
  In({"mapped"}, {Do1(<<Punch("a")>>)})
CleanTakesFolioLockRuns ==
  In({"dirty"}, {Do2(<<Writeback("a")>>, <<Store("a", 3), Reclaim("a")>>)})
CleanWaitsWritebackRuns ==
  In({"dirty"}, {Do2(<<Writeback("a")>>, <<Write("a", 3), Writeback("a")>>)})
CleanRechecksMappingRuns ==
  In({"dirty"}, {Do2(<<Writeback("a")>>, <<Punch("a")>>)})
CleanWriteProtectsRuns ==
  In({"stored"}, {Do1(<<Writeback("a"), Store("a", 3), Reclaim("a")>>)})
RemapTakesSourceInodeLockRuns ==
  In({"private"}, {Do2(<<Clone("a", "b")>>, <<Write("a", 3)>>)})
RemapTakesDestinationInodeLockRuns ==
  In({"private"}, {Do2(<<Clone("b", "a")>>, <<Write("a", 3)>>)})
RemapLocksInOrderRuns ==
  In({"dirty"}, {Do2(<<Clone("a", "b")>>, <<Clone("b", "a")>>)})
RemapTakesSourceInvalidateRuns ==
  In({"shared"}, {Do2(<<Dedupe("a", "b")>>, <<Store("a", 3)>>)})
RemapTakesDestinationInvalidateRuns ==
  In({"dirty"}, {Do2(<<Clone("b", "a")>>, <<Read("a")>>)})
RemapCleansSourceRuns ==
  In({"holes"}, {Do1(<<Write("a", 3), Clone("a", "b")>>)})
CloneChecksPinsRuns ==
  In({"dirty"}, {Do1(<<Pin("a"), Clone("a", "b")>>)})
ShareAvoidsHashedRuns ==
  In({"leftwarm"}, {Do2(<<Write("a", 3)>>,
       <<Writeback("a"), Clone("b", "c"), Read("c")>>)})
ShareRechecksDirtyRuns ==
  In({"stored"}, {Do2(<<Clone("a", "b")>>, <<Pin("a")>>)})
ShareWaitsWritebackRuns ==
  In({"stored"}, {Do3(<<Clone("a", "b")>>, <<Pin("a")>>, <<Writeback("a")>>)})
DedupeCleansDestinationRuns ==
  In({"shared"}, {Do2(<<Dedupe("a", "b")>>, <<Store("b", 4)>>)})
DedupeChecksPinsRuns ==
  In({"shared"}, {Do2(<<Pin("a"), PinStore(5)>>, <<Dedupe("a", "b")>>)})
DedupeHoldsFoliosRuns ==
  In({"private"}, {Do2(<<Dedupe("a", "b")>>, <<Reclaim("a")>>)})
PinNeedsWritableRuns ==
  In({"stored"}, {Do2(<<Pin("a")>>, <<Clone("a", "b")>>)})
PinRechecksPteRuns ==
  In({"stored"}, {Do2(<<Pin("a")>>, <<Clone("a", "b")>>)})
ReclaimTakesFolioLockRuns ==
  In({"private"}, {Do2(<<Reclaim("a")>>, <<Write("a", 3)>>)})
ReclaimWalksReferrersRuns ==
  In({"mapped"}, {Do1(<<Reclaim("a")>>)})
ReclaimUnmapsRuns ==
  In({"mapped"}, {Do1(<<Reclaim("a")>>)})
ReclaimTestsDirtyRuns ==
  In({"dirty"}, {Do1(<<Reclaim("a")>>)})
ReclaimFreezesRuns ==
  In({"private"}, {Do2(<<Reclaim("a")>>, <<Read("a")>>)})
ReclaimTouchesFirstRuns ==
  In({"left"}, {Do2(<<Reclaim("a")>>, <<Punch("a")>>)})
MigrateTakesFolioLockRuns ==
  In({"left"}, {Do2(<<Migrate("a")>>, <<Write("a", 3)>>)})
MigrateFreezesRuns ==
  In({"stored"}, {Do2(<<Migrate("a")>>, <<Pin("a"), PinStore(4)>>)})
MigrateUptodateLastRuns ==
  In({"dirty"}, {Do2(<<Migrate("a")>>, <<Read("a")>>)})
RemapCleansSourceSharedRuns ==
  In({"unreferenced"}, {Do1(<<Write("a", 3), Clone("a", "b")>>)})
LookupReloadsReferenceRuns ==
  In({"beside"}, {Do2(<<Read("a")>>, <<Reclaim("a"), Read("b")>>)})

==============================================================================
