----------------------------- MODULE FileOutcomes -----------------------------
(***************************************************************************)
(* Models     : what an application may see of files, the variables, and   *)
(*              how each of its calls ends, a state function (D13).        *)
(* Refines    : nothing; FileView has the steps.                           *)
(* Kernel     : the manual pages of the calls, and what was measured on    *)
(*              XFS and btrfs; fs/remap_range.c for the errors of clone    *)
(*              and dedupe.                                                *)
(* Not here   : permissions, immutable files, swap files: refused before   *)
(*              anything is looked at.                                     *)
(* Checked    : MCFileView_* in models.json.                               *)
(***************************************************************************)
EXTENDS Calls

VARIABLES
  exists,    \* [File -> BOOLEAN]  the file has a name
  size,      \* [File -> 0..MaxSize]  in units
  content,   \* [File -> [Unit -> AnyData]]  what a load of each unit gives; a
             \*   store to a view may leave bytes past EOF in the EOF block
  view,      \* [Process -> NoView or [kind, file, copy]]  copy: what a private
             \*   view has of each block for itself
  pin,       \* [Handle -> NoPin or [kind, file, at, data, attached]]
  poisoned,  \* SUBSET (File \X Block)  lost to a memory error
  left,      \* [File -> [exists, size, content]]  sets of what a crash may
             \*   leave of each (only if the model has crashes)
  storage,   \* [File -> [Block -> {"hole", "own", "shared"}]]  what FIEMAP
             \*   says; a store to an own block needs no space (only if limited)
  room       \* blocks that are free (only if limited)

vars == <<exists, size, content, view, pin, poisoned, left, storage, room>>

NoBytes == [u \in Unit |-> Zero]
NoCopy  == <<>>
NoView  == [kind |-> "none"]
NoPin   == [kind |-> "none"]

TypeOK ==
  /\ exists \in [File -> BOOLEAN]
  /\ size \in [File -> 0 .. MaxSize]
  /\ content \in [File -> [Unit -> AnyData]]
  /\ view \in [Process -> {NoView} \cup
                 [kind : ViewKind, file : File,
                  copy : [Block -> {NoCopy} \cup Bytes]]]
  /\ pin \in [Handle -> {NoPin} \cup
                [kind : PinKind, file : File, at : Unit, data : AnyData,
                 attached : BOOLEAN]]
  /\ poisoned \subseteq File \X Block
  /\ \A f \in File :
       /\ left[f].exists \subseteq BOOLEAN
       /\ left[f].size \subseteq 0 .. MaxSize
       /\ \A u \in Unit : left[f].content[u] \subseteq AnyData
  /\ storage \in [File -> [Block -> {"hole", "own", "shared"}]]
  /\ room \in Nat

\* What is past EOF is not part of the file.
Stable(c, n, f, u) == IF u < n[f] THEN c[f][u] ELSE Zero

\* Nothing but what is there now.  A file without a name does not outlive a
\* crash, whoever maps it.
Only(e, n, c, f) ==
  [exists  |-> {e[f]},
   size    |-> {IF e[f] THEN n[f] ELSE 0},
   content |-> [u \in Unit |-> {IF e[f] THEN Stable(c, n, f, u) ELSE Zero}]]

Init ==
  /\ exists = [f \in File |-> FALSE]
  /\ size = [f \in File |-> 0]
  /\ content = [f \in File |-> NoBytes]
  /\ view = [p \in Process |-> NoView]
  /\ pin = [h \in Handle |-> NoPin]
  /\ poisoned = {}
  /\ left = [f \in File |-> Only(exists, size, content, f)]
  /\ storage = [f \in File |-> [b \in Block |-> "hole"]]
  /\ room = Capacity

------------------------------------------------------------------------------
(* Outcomes: the status of each call, a state function.                    *)

Viewers(f) == {p \in Process : view[p].kind # "none" /\ view[p].file = f}

\* Blocks B of f cannot be stored to: one is lost, or there is no space for
\* those that have none of their own, and n more.
Tail(f, n) ==
  IF Aligned(n) \/ (Limited /\ storage[f][BlockOf(n)] = "hole") THEN {}
  ELSE {BlockOf(n)}
NoRoom(f, B, n) ==
  LET k == Cardinality({b \in B : storage[f][b] # "own"}) + n
  IN Limited /\ k > 0 /\ k > room
StoreStatus(f, B, n) ==
  CASE \E b \in B : <<f, b>> \in poisoned -> "EIO"
    [] NoRoom(f, B, n)                    -> "ENOSPC"
    [] OTHER                              -> "OK"

ReadStatus(f, u) ==
  CASE ~exists[f] -> "ENOENT"
    [] u < size[f] /\ <<f, BlockOf(u)>> \in poisoned -> "EIO"
    [] OTHER -> "OK"

WriteStatus(f, u) ==
  CASE ~exists[f]   -> "ENOENT"
    [] u >= MaxSize -> "EFBIG"
    [] OTHER -> StoreStatus(f, {BlockOf(u)} \cup
                  (IF u >= size[f] THEN Tail(f, size[f]) ELSE {}), 0)

TruncateStatus(f, n) ==
  CASE ~exists[f]  -> "ENOENT"
    [] n > MaxSize -> "EFBIG"
    [] n = size[f] -> "OK"
    [] OTHER       -> StoreStatus(f, Tail(f, Min(n, size[f])), 0)

In(u, n, x)    == u <= x /\ x < u + n
UnitsIn(b)     == b * UnitsPerBlock .. (b + 1) * UnitsPerBlock - 1
Whole(u, n, b) == \A x \in UnitsIn(b) : In(u, n, x)
Part(u, n, b)  == ~Whole(u, n, b) /\ \E x \in UnitsIn(b) : In(u, n, x)

PunchStatus(f, u, n) ==
  CASE ~exists[f]      -> "ENOENT"
    [] n = 0           -> "EINVAL"
    [] u + n > MaxSize -> "EFBIG"
    [] OTHER -> StoreStatus(f, {b \in Block : Part(u, n, b)
                   /\ ~(Limited /\ storage[f][b] = "hole")}, 0)

\* Length 0 means: to EOF.
CloneLength(f, u, n) == IF n = 0 THEN size[f] - u ELSE n

\* Whole blocks, of which a file's last takes all that it ends in.
CloneBlocks(u, n)   == RoundUp(u + n) - u
Overlap(f, u, g, v, n) == f = g /\ u < v + n /\ v < u + n
Lost(f, u, n)       == \E x \in poisoned : x[1] = f
                                           /\ \E y \in UnitsIn(x[2]) : In(u, n, y)
Busy(f, u, n)       == {b \in Block : \E h \in Handle :
                          /\ pin[h].kind = "write" /\ pin[h].attached
                          /\ pin[h].file = f /\ BlockOf(pin[h].at) = b
                          /\ \E y \in UnitsIn(b) : In(u, n, y)}

CloneStatus(f, u, n, g, v) ==
  LET len == CloneLength(f, u, n)
      all == CloneBlocks(u, len)
  IN CASE ~exists[f] \/ ~exists[g]   -> "ENOENT"
       [] n = 0 /\ len = 0           -> "OK"        \* nothing to do
       [] ~Aligned(u) \/ ~Aligned(v) -> "EINVAL"
       [] u >= size[f]               -> "EINVAL"
       [] v >= MaxSize               -> "EFBIG"
       [] \/ u + len > size[f]
          \/ v + len > MaxSize
          \/ ~Aligned(len) /\ u + len # size[f]
          \/ Overlap(f, u, g, v, all) -> "EINVAL"
       [] Lost(f, u, all)             -> "EIO"
       [] ~Aligned(len) /\ v + len < size[g] -> "EINVAL"   \* not into the middle
       [] OTHER -> StoreStatus(g,
            IF size[g] < v + len /\ BlockOf(size[g]) < BlockOf(v)
            THEN Tail(g, size[g]) ELSE {},
            Cardinality(Busy(f, u, all)))

\* A last block that is shorter than a block is compared if both end there.
DedupeLength(f, u, n, g, v) ==
  IF u + n = size[f] /\ v + n = size[g] THEN n ELSE RoundDown(n)

DedupeStatus(f, u, n, g, v) ==
  LET len == DedupeLength(f, u, n, g, v)
      all == RoundUp(len)
  IN CASE ~exists[f] \/ ~exists[g]    -> "ENOENT"
       [] n = 0 /\ u > size[f]        -> "EINVAL"
       [] n = 0                       -> "SAME"
       [] ~Aligned(u) \/ ~Aligned(v)  -> "EINVAL"
       [] u + n > size[f] \/ v + n > size[g] -> "EINVAL"
       [] Overlap(f, u, g, v, all)    -> "EINVAL"
       [] Lost(f, u, all) \/ Lost(g, v, all) -> "EIO"
       [] Busy(f, u, all) # {} \/ Busy(g, v, all) # {} -> "EBUSY"
       [] \A i \in 0 .. len - 1 : content[f][u + i] = content[g][v + i] -> "SAME"
       [] OTHER                       -> "DIFFERS"

FsyncStatus(f) ==
  CASE ~exists[f] -> "ENOENT"
    [] \E x \in poisoned : x[1] = f -> "EIO"
    [] OTHER -> "OK"

CreateStatus(f) ==
  CASE exists[f]         -> "EEXIST"
    [] Viewers(f) # {}   -> "EBUSY"
    [] OTHER             -> "OK"
UnlinkStatus(f) == IF exists[f] THEN "OK" ELSE "ENOENT"

MapStatus(p, f) ==
  CASE ~exists[f]         -> "ENOENT"
    [] view[p] # NoView   -> "EEXIST"
    [] OTHER              -> "OK"

HasCopy(p, u) == view[p] # NoView /\ view[p].copy[BlockOf(u)] # NoCopy
PastEof(f, u) == BlockOf(u) >= BlocksFor(size[f])

LoadStatus(p, u) ==
  CASE view[p] = NoView -> "SIGSEGV"
    [] HasCopy(p, u)    -> "OK"
    [] PastEof(view[p].file, u)                   -> "SIGBUS"
    [] <<view[p].file, BlockOf(u)>> \in poisoned  -> "SIGBUS"
    [] OTHER            -> "OK"

StoreViewStatus(p, u) ==
  CASE LoadStatus(p, u) # "OK"     -> LoadStatus(p, u)
    [] view[p].kind = "private"    -> "OK"
    [] NoRoom(view[p].file, {BlockOf(u)}, 0) -> "SIGBUS"
    [] OTHER                       -> "OK"

LoadUnit(p, u) == IF HasCopy(p, u) THEN view[p].copy[BlockOf(u)][UnitOf(u)]
                  ELSE content[view[p].file][u]

PinStatus(h, f, u, k) ==
  CASE ~exists[f]       -> "ENOENT"
    [] pin[h] # NoPin   -> "EBUSY"
    [] PastEof(f, u)    -> "EFAULT"
    [] <<f, BlockOf(u)>> \in poisoned -> "EFAULT"
    [] k = "write" /\ NoRoom(f, {BlockOf(u)}, 0) -> "EFAULT"
    [] OTHER            -> "OK"
UnpinStatus(h) == IF pin[h] = NoPin THEN "EINVAL" ELSE "OK"
PinStoreStatus(h) ==
  CASE pin[h] = NoPin       -> "EINVAL"
    [] pin[h].kind = "read" -> "EPERM"
    [] OTHER                -> "OK"

Outcome(call) ==
  LET op == call[1]
      x  == call[2]
  IN CASE op = "Read" ->
            LET status == ReadStatus(x, call[3])
            IN IF status = "OK" /\ call[3] < size[x]
               THEN ReturnsUnit("OK", content[x][call[3]]) ELSE Returns(status)
       [] op = "Write"    -> Returns(WriteStatus(x, call[3]))
       [] op = "Truncate" -> Returns(TruncateStatus(x, call[3]))
       [] op = "Punch"    -> Returns(PunchStatus(x, call[3], call[4]))
       [] op = "Clone"    ->
            Returns(CloneStatus(x, call[3], call[4], call[5], call[6]))
       [] op = "Dedupe"   ->
            Returns(DedupeStatus(x, call[3], call[4], call[5], call[6]))
       [] op = "Fsync"    -> Returns(FsyncStatus(x))
       [] op = "Create"   -> Returns(CreateStatus(x))
       [] op = "Unlink"   -> Returns(UnlinkStatus(x))
       [] op = "Map"      -> Returns(MapStatus(x, call[3]))
       [] op = "Unmap"    -> Returns("OK")
       [] op = "Load"     ->
            IF LoadStatus(x, call[3]) = "OK"
            THEN ReturnsUnit("OK", LoadUnit(x, call[3]))
            ELSE Returns(LoadStatus(x, call[3]))
       [] op = "Store"    -> Returns(StoreViewStatus(x, call[3]))
       [] op = "Pin"      -> Returns(PinStatus(x, call[3], call[4], call[5]))
       [] op = "Unpin"    -> Returns(UnpinStatus(x))
       [] op = "PinLoad"  ->
            IF pin[x] = NoPin THEN Returns("EINVAL")
            ELSE ReturnsUnit("OK", pin[x].data)
       [] op = "PinStore" -> Returns(PinStoreStatus(x))

==============================================================================
