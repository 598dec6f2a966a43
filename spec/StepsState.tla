------------------------------ MODULE StepsState ------------------------------
(***************************************************************************)
(* Models     : constants, values and programs of FragmentSteps; what a    *)
(*              call may return, as FileView has it.                       *)
(* Refines    : nothing by itself; FragmentSteps has the steps.            *)
(* Kernel     : struct inode, address_space, folio, pte_t; the block map   *)
(*              and the reference counts of XFS and btrfs.                 *)
(* Not here   : units: a block is one, so that no EOF lies within a block  *)
(*              (FragmentCache has them; risk: a race about the zeroing of *)
(*              a tail).  Memory-backed files, space, crash, poison: one   *)
(*              thread at a time has them in FragmentCache.                *)
(* Checked    : MCFragmentSteps_* in models.json.                          *)
(***************************************************************************)
EXTENDS Integers, Sequences, FiniteSets, TLC, StepsGuards

CONSTANTS
  File,      \* names of files, each mapped by one process (MAP_SHARED)
  Blocks,    \* largest size of a file
  Thread,    \* who makes calls and steps of the environment
  Folio,     \* numbers of folios, that is, of memory
  Fragment,  \* numbers of fragments: memory too, used again for another key
  Extent,    \* numbers of shared extents on the store: the keys
  Place,     \* numbers of blocks on the store
  Runs,      \* [setup, program] pairs: where it starts, what each thread does
  Setup(_)   \* the state that a setup's name stands for

ASSUME SizesAssumption == Blocks \in Nat \ {0} /\ IsFiniteSet(Thread)

Block  == 0 .. Blocks - 1
Zero   == 0           \* what a hole holds
Poison == -1          \* what freed memory holds, as by CONFIG_PAGE_POISONING
NoData == -2
Lowest(S) == CHOOSE x \in S : \A y \in S : x <= y
Max(x, y) == IF x > y THEN x ELSE y

\* Locks are taken in this order of files, as by address in lock_two_nondirectories().
FileRank == CHOOSE r \in [File -> 1 .. Cardinality(File)] :
              \A f, g \in File : f # g => r[f] # r[g]
First(f, g)  == IF FileRank[f] <= FileRank[g] THEN f ELSE g
Second(f, g) == IF FileRank[f] <= FileRank[g] THEN g ELSE f

NoThread == "none"
NoFolio  == 0
ZeroPage == 0         \* in a page table only
NoFragment == 0
NoPlace    == 0
NoPin      == <<>>

\* Entries of a block map, and of a mapping (D2).
Hole         == [kind |-> "hole"]
Own(x)       == [kind |-> "own", place |-> x]
Shared(k, o) == [kind |-> "shared", extent |-> k, offset |-> o]
Empty        == [kind |-> "empty"]
OwnFolio(p)  == [kind |-> "own", folio |-> p]
Ref(e, o)    == [kind |-> "ref", fragment |-> e, offset |-> o]

\* Entries of a page table.  One that is migrating makes an access wait.
NoPte          == [kind |-> "none"]
Pte(p, w)      == [kind |-> "folio", folio |-> p, writable |-> w]
Migrating(x)   == [x EXCEPT !.kind = "migrating"]
Restored(x, q) == [kind |-> "folio", folio |-> q, writable |-> x.writable]

NoMapping          == <<"none">>
FileMapping(f)     == <<"file", f>>
FragmentMapping(e) == <<"fragment", e>>

\* refs is zero for free memory, and while a step has it frozen.
FreeFolio ==
  [mapping |-> NoMapping, index |-> 0, data |-> Poison, refs |-> 0, pins |-> 0,
   dirty |-> FALSE, uptodate |-> FALSE, writeback |-> FALSE, lock |-> NoThread]
FreeFragment ==
  [state |-> "free", key |-> Poison, count |-> 0, hashed |-> FALSE,
   referrers |-> {}, folios |-> [o \in Block |-> Poison]]
LiveFragment ==
  [state |-> "live", key |-> Poison, count |-> 0, hashed |-> TRUE,
   referrers |-> {}, folios |-> [o \in Block |-> NoFolio]]
\* filemap_alloc_folio(): locked by t; one reference is the mapping's, one t's.
MadeFolio(t, m, i, x, u) ==
  [FreeFolio EXCEPT !.mapping = m, !.index = i, !.data = x, !.refs = 2,
                    !.lock = t, !.uptodate = u]

\* folio_put(): the last reference frees, and freed memory is poisoned.
Unref(x) == IF x.refs = 1 THEN FreeFolio ELSE [x EXCEPT !.refs = @ - 1]

Released(x, t) == IF x.lock = t THEN [x EXCEPT !.lock = NoThread] ELSE x
Unref2(x, k) == IF k = 0 THEN x ELSE IF x.refs = k THEN FreeFolio
                ELSE [x EXCEPT !.refs = @ - k]

\* A page table entry x of the folios fo goes.
UnrefPte(fo, x) ==
  IF x.kind = "folio" /\ x.folio # ZeroPage
  THEN [fo EXCEPT ![x.folio] = Unref(@)] ELSE fo

Unlocked     == [owner |-> NoThread, readers |-> {}]

------------------------------------------------------------------------------
(* Programs.  A thread makes calls one after the other.                    *)

NoOp == [call |-> "none"]
Call(c, f, b, g, d, x) ==
  [call |-> c, file |-> f, block |-> b, to |-> g, toBlock |-> d, data |-> x]

Read(f)         == Call("read", f, 0, f, 0, NoData)
Write(f, x)     == Call("write", f, 0, f, 0, x)
ShortWrite(f)   == Call("shortwrite", f, 0, f, 0, NoData) \* the user copy faults
Load(f)         == Call("load", f, 0, f, 0, NoData)
Store(f, x)     == Call("store", f, 0, f, 0, x)
Clone(f, g)     == Call("clone", f, 0, g, 0, NoData)
Dedupe(f, g)    == Call("dedupe", f, 0, g, 0, NoData)
Truncate(f, n)  == Call("truncate", f, 0, f, 0, n)        \* to n blocks
Punch(f)        == Call("punch", f, 0, f, 0, NoData)
Pin(f)          == Call("pin", f, 0, f, 0, NoData)        \* FOLL_WRITE
PinStore(x)     == Call("pinstore", "", 0, "", 0, x)      \* a device
Unpin           == Call("unpin", "", 0, "", 0, NoData)
Writeback(f)    == Call("writeback", f, 0, f, 0, NoData)
Reclaim(f)      == Call("reclaim", f, 0, f, 0, NoData)    \* the folio that f has
Migrate(f)      == Call("migrate", f, 0, f, 0, NoData)
Evict(f)        == Call("evict", f, 0, f, 0, NoData)      \* nobody uses f

\* Not calls: steps of the kernel and of a device.
Environment == {"writeback", "reclaim", "migrate", "evict", "pinstore", "unpin"}

\* Which locks a remap o takes of file f.
InodeLockTaken(o, f) ==
  /\ f = o.file => RemapTakesSourceInodeLock
  /\ f = o.to   => RemapTakesDestinationInodeLock
InvalidateTaken(o, f) ==
  /\ f = o.file => RemapTakesSourceInvalidate
  /\ f = o.to   => RemapTakesDestinationInvalidate

\* What changes bytes or sizes: takes effect at one step of its own.
Updates == {"write", "store", "truncate", "punch", "clone"}

OK      == <<"OK">>
EOF     == <<"EOF">>
NoResult == <<>>
Returns(x) == <<"data", x>>

\* What call o may return when FileView's sizes and bytes are n and c.  Between
\* i_size_write() and the zap a mapped load may still see what a truncate cuts
\* off, as in Linux; s has it.
Allowed(o, n, c, s) ==
  LET past == n[o.file] <= o.block
      cut  == s[o.file][o.block]
  IN CASE o.call = "read" ->
            {IF past THEN EOF ELSE Returns(c[o.file][o.block])}
       [] o.call = "load" ->
            IF ~past THEN {Returns(c[o.file][o.block])}
            ELSE {<<"SIGBUS">>} \cup (IF cut = NoData THEN {} ELSE {Returns(cut)})
       [] o.call \in {"store", "pin"} ->
            IF ~past THEN {OK}
            ELSE {<<"SIGBUS">>} \cup (IF cut = NoData THEN {} ELSE {OK})
       [] o.call = "clone" ->
            {IF past THEN <<"EINVAL">> ELSE OK}
       [] o.call = "dedupe" ->
            {IF past \/ n[o.to] <= o.toBlock THEN <<"EINVAL">>
             ELSE IF c[o.file][o.block] = c[o.to][o.toBlock] THEN <<"SAME">>
             ELSE <<"DIFFERS">>, <<"EBUSY">>}
       [] o.call = "shortwrite" -> {<<"EFAULT">>}
       [] OTHER -> {OK}

==============================================================================
