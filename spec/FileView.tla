------------------------------ MODULE FileView ------------------------------
(***************************************************************************)
(* Models     : what an application may see of a file system with clones:  *)
(*              which files exist, their sizes, their bytes through calls, *)
(*              views and pins, and what a crash may leave.  A clone is a  *)
(*              copy.  Variables and outcomes are in FileOutcomes.         *)
(* Refines    : nothing; it is the top of the ladder.                      *)
(* Kernel     : the manual pages of the calls, and what was measured on    *)
(*              XFS and btrfs; fs/remap_range.c for the errors of clone.   *)
(* Not here   : cache, store, fragments: they must not be visible.  Where  *)
(*              they show through all the same, an application must take   *)
(*              what it gets, and the choice is left open: see Settle.     *)
(*              Times, modes, owners: clone changes them, but they do not  *)
(*              touch the cache.                                           *)
(* Checked    : MCFileView_* in models.json.                               *)
(***************************************************************************)
EXTENDS FileOutcomes

(* How a step ends.  An action says what it does to the visible state V, a *)
(* record; Settle adds what the system below may do along with any step.   *)

Seen == [exists |-> exists, size |-> size, content |-> content, view |-> view,
         pin |-> pin, poisoned |-> poisoned]

\* Files whose bytes past EOF, left there by a store to a view, may go.
DirtyTails(V) == {f \in File : \E u \in Unit : u >= V.size[f] /\ V.content[f][u] # Zero}
TailsZeroed(V, F) ==
  [f \in File |-> [u \in Unit |->
     IF f \in F /\ u >= V.size[f] THEN Zero ELSE V.content[f][u]]]

\* A pin for writing is on the file's own block for as long as the file has it.
\* A pin for reading may be left behind by a write: it then keeps what it had,
\* whether the block was shared or not is none of the caller's business.
Attached(V, k) == {h \in Handle : V.pin[h].kind = k /\ V.pin[h].attached}
PinsFollow(V, S, T) ==
  [h \in Handle |->
     IF h \in Attached(V, "write") \cup S
     THEN [V.pin[h] EXCEPT !.data = content'[V.pin[h].file][V.pin[h].at],
                           !.attached = h \notin T]
     ELSE IF h \in T THEN [V.pin[h] EXCEPT !.attached = FALSE]
     ELSE V.pin[h]]

\* What a crash may leave of a file only grows by what the file is now; of a
\* file that was just synced it is that, and nothing else.
LeftFrom(f, synced) ==
  LET now == Only(exists', size', content', f)
  IN IF f \in synced THEN left'[f] = now
     ELSE /\ now.exists \subseteq left'[f].exists
          /\ left'[f].exists \subseteq left[f].exists \cup now.exists
          /\ now.size \subseteq left'[f].size
          /\ left'[f].size \subseteq left[f].size \cup now.size
          /\ \A u \in Unit :
               /\ now.content[u] \subseteq left'[f].content[u]
               /\ left'[f].content[u] \subseteq left[f].content[u] \cup now.content[u]
Leaves(synced) ==
  IF Crashing THEN \A f \in File : LeftFrom(f, synced) ELSE UNCHANGED left

\* A block that needs no space keeps it, unless the step is about that block, in
\* K; blocks O need none from now on.
Space(K, O) ==
  IF ~Limited THEN UNCHANGED <<storage, room>>
  ELSE \A f \in File : \A b \in Block :
         \/ <<f, b>> \in O
         \/ storage[f][b] = "own" /\ <<f, b>> \notin K
         => storage'[f][b] = "own"

SettleOwn(V, K, synced, O) ==
  /\ exists' = V.exists
  /\ size' = V.size
  /\ view' = V.view
  /\ poisoned' = V.poisoned
  /\ \E F \in SUBSET DirtyTails(V) : content' = TailsZeroed(V, F)
  /\ \E S \in SUBSET Attached(V, "read") : \E T \in SUBSET Attached(V, "read") :
       pin' = PinsFollow(V, S, T)
  /\ Leaves(synced)
  /\ Space(K, O)

Settle(V, K, synced) == SettleOwn(V, K, synced, {})

------------------------------------------------------------------------------
(* Calls that complete.                                                    *)

AllBlocks(f) == {f} \X Block
BlocksIn(f, u, n) ==
  {<<f, b>> : b \in {x \in Block : \E y \in UnitsIn(x) : In(u, n, y)}}

\* Pins on blocks B, pairs of file and block, keep what they have.
Detached(P, B) ==
  [h \in Handle |->
     IF P[h].kind # "none" /\ P[h].kind = "write"
        /\ <<P[h].file, BlockOf(P[h].at)>> \in B
     THEN [P[h] EXCEPT !.attached = FALSE] ELSE P[h]]

\* Private copies of blocks B of f go.
CopiesDropped(V, f, B) ==
  [p \in Process |->
     IF V.view[p].kind = "private" /\ V.view[p].file = f
     THEN [V.view[p] EXCEPT !.copy = [b \in Block |->
             IF b \in B THEN NoCopy ELSE @[b]]]
     ELSE V.view[p]]

\* The units of f below n, and nothing after.
CutAt(c, f, n) == [c EXCEPT ![f] = [u \in Unit |-> IF u < n THEN @[u] ELSE Zero]]

Read(f, u) == ReadStatus(f, u) = "OK" /\ Settle(Seen, {}, {})

Write(f, u, d) ==
  /\ WriteStatus(f, u) = "OK"
  /\ LET c == IF u >= size[f] THEN CutAt(content, f, size[f]) ELSE content
     IN SettleOwn([Seen EXCEPT !.content = [c EXCEPT ![f][u] = d],
                               !.size[f] = Max(@, u + 1)],
                  {}, {}, {<<f, BlockOf(u)>>})

\* Bytes cut off are gone: growing the file again shows zeros.
Truncate(f, n) ==
  /\ TruncateStatus(f, n) = "OK"
  /\ LET gone == {b \in Block : b >= BlocksFor(n)}
     IN Settle(IF n = size[f] THEN Seen
               ELSE [Seen EXCEPT
                      !.content = CutAt(@, f, Min(n, size[f])),
                      !.size[f] = n,
                      !.view = CopiesDropped(Seen, f, gone),
                      !.pin = Detached(@, {f} \X gone),
                      !.poisoned = @ \ ({f} \X gone)],
               {f} \X gone, {})

\* Keeps the size.
Punch(f, u, n) ==
  /\ PunchStatus(f, u, n) = "OK"
  /\ LET gone == {f} \X {b \in Block : Whole(u, n, b)}
     IN Settle([Seen EXCEPT
                 !.content[f] = [x \in Unit |-> IF In(u, n, x) THEN Zero ELSE @[x]],
                 !.pin = Detached(@, gone),
                 !.poisoned = @ \ gone],
               gone, {})

\* The range [v, v + len) of g becomes that of f at u.  Never shrinks g.
Clone(f, u, n, g, v) ==
  /\ CloneStatus(f, u, n, g, v) = "OK"
  /\ LET len  == CloneLength(f, u, n)
         all  == CloneBlocks(u, len)
         cut  == IF size[g] < v + len THEN CutAt(content, g, size[g]) ELSE content
         gone == BlocksIn(g, v, all)
     IN Settle(IF len = 0 THEN Seen
               ELSE [Seen EXCEPT
                      !.content = [cut EXCEPT ![g] = [x \in Unit |->
                         IF ~In(v, all, x) THEN @[x]
                         ELSE IF In(v, len, x) THEN content[f][u + (x - v)]
                         ELSE Zero]],
                      !.size[g] = Max(@, v + len),
                      !.pin = Detached(@, gone),
                      !.poisoned = @ \ gone],
               IF len = 0 THEN {} ELSE gone \cup BlocksIn(f, u, all), {})

\* Shows nothing, whatever it found.
Dedupe(f, u, n, g, v) ==
  /\ DedupeStatus(f, u, n, g, v) \in Completed
  /\ Settle(Seen, BlocksIn(f, u, RoundUp(n)) \cup BlocksIn(g, v, RoundUp(n)), {})

\* What fsync promises shows after a crash only.  A file in memory has nothing
\* that lasts.
Fsync(f) ==
  /\ FsyncStatus(f) = "OK"
  /\ Settle(Seen, {}, IF Disk THEN {f} ELSE {})

Create(f) ==
  /\ CreateStatus(f) = "OK"
  /\ Settle([Seen EXCEPT !.exists[f] = TRUE], {}, {})

\* What a file is when nothing can reach it any more.
Gone(V, f) ==
  [V EXCEPT !.exists[f] = FALSE, !.size[f] = 0, !.content[f] = NoBytes,
            !.pin = Detached(@, AllBlocks(f)),
            !.poisoned = @ \ AllBlocks(f)]

\* A file without a name lives on in its views.
Unlink(f) ==
  /\ UnlinkStatus(f) = "OK"
  /\ Settle(IF Viewers(f) = {} THEN Gone(Seen, f)
            ELSE [Seen EXCEPT !.exists[f] = FALSE], AllBlocks(f), {})

Map(p, f, k) ==
  /\ MapStatus(p, f) = "OK"
  /\ Settle([Seen EXCEPT !.view[p] = [kind |-> k, file |-> f,
                                      copy |-> [b \in Block |-> NoCopy]]], {}, {})

Unmap(p) ==
  LET f == view[p].file
      V == [Seen EXCEPT !.view[p] = NoView]
  IN IF view[p] = NoView THEN Settle(Seen, {}, {})
     ELSE Settle(IF ~exists[f] /\ Viewers(f) = {p} THEN Gone(V, f) ELSE V,
                 AllBlocks(f), {})

Load(p, u) == LoadStatus(p, u) = "OK" /\ Settle(Seen, {}, {})

\* A private view's store is to a copy of the block as it is now.
Store(p, u, d) ==
  /\ StoreViewStatus(p, u) = "OK"
  /\ LET b == BlockOf(u)
         old == IF HasCopy(p, u) THEN view[p].copy[b]
                ELSE [i \in 1 .. UnitsPerBlock |->
                        content[view[p].file][b * UnitsPerBlock + i - 1]]
     IN IF view[p].kind = "shared"
        THEN SettleOwn([Seen EXCEPT !.content[view[p].file][u] = d],
                       {}, {}, {<<view[p].file, b>>})
        ELSE Settle([Seen EXCEPT !.view[p].copy[b] =
                       [old EXCEPT ![UnitOf(u)] = d]], {}, {})

Pin(h, f, u, k) ==
  /\ PinStatus(h, f, u, k) = "OK"
  /\ SettleOwn([Seen EXCEPT !.pin[h] = [kind |-> k, file |-> f, at |-> u,
                                        data |-> content[f][u],
                                        attached |-> TRUE]], {}, {},
               IF k = "write" THEN {<<f, BlockOf(u)>>} ELSE {})

Unpin(h) ==
  /\ UnpinStatus(h) = "OK"
  /\ Settle([Seen EXCEPT !.pin[h] = NoPin], {}, {})

PinLoad(h) == pin[h] # NoPin /\ Settle(Seen, {}, {})

\* A pin for writing writes to the file, if the file still has the block.
PinStore(h, d) ==
  /\ PinStoreStatus(h) = "OK"
  /\ Settle(IF pin[h].attached
            THEN [Seen EXCEPT !.content[pin[h].file][pin[h].at] = d]
            ELSE [Seen EXCEPT !.pin[h].data = d], {}, {})

------------------------------------------------------------------------------
(* What happens without a call.                                            *)

\* A memory error takes blocks whose only copy was in memory.
Poison(S) ==
  /\ S \cap poisoned = {}
  /\ Settle([Seen EXCEPT
              !.poisoned = @ \cup S,
              !.content = [f \in File |-> [u \in Unit |->
                 IF <<f, BlockOf(u)>> \in S THEN Zero ELSE @[f][u]]]], S, {})

\* Each file is what it may be, each attribute and unit for itself: an
\* application that wants more must sync.  Processes are gone.
Crash ==
  /\ Crashing
  /\ exists' \in {e \in [File -> BOOLEAN] :
                    \A f \in File : e[f] \in left[f].exists}
  /\ size' \in {n \in [File -> 0 .. MaxSize] : \A f \in File :
                  n[f] \in (IF exists'[f] THEN left[f].size ELSE {0})}
  /\ content' \in {c \in [File -> [Unit -> AnyData]] :
                     \A f \in File : \A u \in Unit :
                       c[f][u] \in (IF u < size'[f] THEN left[f].content[u]
                                    ELSE {Zero})}
  /\ view' = [p \in Process |-> NoView]
  /\ pin' = [h \in Handle |-> NoPin]
  /\ poisoned' = {}
  /\ left' = [f \in File |-> Only(exists', size', content', f)]
  /\ Space(File \X Block, {})

Call ==
  \/ \E f \in On("Read", File), u \in Offset : Read(f, u)
  \/ \E f \in On("Write", Writable), u \in Offset :
       \E d \in DataAt(u) : Write(f, u, d)
  \/ \E f \in On("Truncate", File), n \in Size : Truncate(f, n)
  \/ \E f \in On("Punch", File), u \in Offset, n \in Length : Punch(f, u, n)
  \/ \E f \in On("Clone", Source), u \in Offset, n \in Length,
        g \in On("Clone", Destination), v \in Offset : Clone(f, u, n, g, v)
  \/ \E f \in On("Dedupe", Source), u \in Offset, n \in Length,
        g \in On("Dedupe", Destination), v \in Offset : Dedupe(f, u, n, g, v)
  \/ \E f \in On("Fsync", File) : Fsync(f)
  \/ \E f \in On("Create", File) : Create(f)
  \/ \E f \in On("Unlink", File) : Unlink(f)
  \/ \E p \in On("Map", Process), f \in Mappable, k \in ViewKind : Map(p, f, k)
  \/ \E p \in On("Unmap", Process) : Unmap(p)
  \/ \E p \in On("Load", Process), u \in Unit : Load(p, u)
  \/ \E p \in On("Store", Process), u \in Unit :
       \E d \in DataAt(u) : Store(p, u, d)
  \/ \E h \in On("Pin", Handle), f \in Mappable, u \in Unit, k \in PinKind :
       Pin(h, f, u, k)
  \/ \E h \in On("Unpin", Handle) : Unpin(h)
  \/ \E h \in On("PinLoad", Handle) : PinLoad(h)
  \/ \E h \in On("PinStore", Handle), d \in Data : PinStore(h, d)

\* Bytes past EOF, and what a crash may leave, change without a call.
Hidden == Settle(Seen, {}, {})

Environment ==
  \/ Hidden
  \/ \E S \in SUBSET ((On("PoisonOwn", File) \cup On("PoisonFragment", File))
                    \X Block) : Poison(S)
  \/ Crash

Next == Call \/ Environment

Spec == Init /\ [][Next]_vars

\* The step of a call given as a tuple; used to compare layers call by call.
Do(call) ==
  LET op == call[1]
      x  == call[2]
  IN CASE op = "Read"     -> Read(x, call[3])
       [] op = "Write"    -> Write(x, call[3], call[4])
       [] op = "Truncate" -> Truncate(x, call[3])
       [] op = "Punch"    -> Punch(x, call[3], call[4])
       [] op = "Clone"    -> Clone(x, call[3], call[4], call[5], call[6])
       [] op = "Dedupe"   -> Dedupe(x, call[3], call[4], call[5], call[6])
       [] op = "Fsync"    -> Fsync(x)
       [] op = "Create"   -> Create(x)
       [] op = "Unlink"   -> Unlink(x)
       [] op = "Map"      -> Map(x, call[3], call[4])
       [] op = "Unmap"    -> Unmap(x)
       [] op = "Load"     -> Load(x, call[3])
       [] op = "Store"    -> Store(x, call[3], call[4])
       [] op = "Pin"      -> Pin(x, call[3], call[4], call[5])
       [] op = "Unpin"    -> Unpin(x)
       [] op = "PinLoad"  -> PinLoad(x)
       [] op = "PinStore" -> PinStore(x, call[3])

------------------------------------------------------------------------------

\* Each call has an outcome of the right form: else a caller could be left
\* without an answer, or a layer below could not be compared.
OutcomeInv == \A call \in Calls : Outcome(call) \in Outcomes

\* Past the EOF block there is nothing: else a file that grows shows old bytes.
PastEofZeroInv ==
  \A f \in File : \A u \in Unit : PastEof(f, u) => content[f][u] = Zero

\* A name that does not exist has no bytes: else a new file shows old ones.
AbsentEmptyInv ==
  \A f \in File : ~exists[f] /\ Viewers(f) = {} =>
    size[f] = 0 /\ content[f] = NoBytes /\ poisoned \cap AllBlocks(f) = {}

\* A crash may leave a file as it is: else fsync has to undo something.
LeftInv ==
  Crashing => \A f \in File :
    /\ exists[f] \in left[f].exists
    /\ exists[f] =>
         /\ size[f] \in left[f].size
         /\ \A u \in Unit : Stable(content, size, f, u) \in left[f].content[u]

\* A clone copies and never ties: later a write to one file leaves others.
WritesStayApartProp ==
  [][\A f \in File : \A u \in Unit : \A d \in Data :
       Write(f, u, d) =>
         \A g \in File \ {f} : content'[g] \in
           {content[g], TailsZeroed(Seen, {g})[g]}]_vars

\* What is stored to a private view is seen by its process alone.
PrivateStaysApartProp ==
  [][\A p \in Process : \A u \in Unit : \A d \in Data :
       view[p].kind = "private" /\ Store(p, u, d) =>
         /\ \A f \in File : content'[f] \in
              {content[f], TailsZeroed(Seen, {f})[f]}
         /\ \A q \in Process \ {p} : view'[q] = view[q]]_vars

==============================================================================
