------------------------------ MODULE PfnSteps -------------------------------
(***************************************************************************)
(* Models     : the races of slots that hold a page frame: one step for    *)
(*              each load, store, lock and count, as in FragmentSteps.  A  *)
(*              fragment of one block, which files a and b refer to.       *)
(*              Reader reads b without a lock; Cloner clones b to c;       *)
(*              Kernel takes the folio away (reclaim, poison) or replaces  *)
(*              it (migrate).  With Entry = "name" slots hold (fragment,   *)
(*              offset) as in FragmentCache, and most guards have nothing  *)
(*              to guard.                                                  *)
(* Refines    : nothing; PfnEntries has the calls.                         *)
(* Gives up   : each guard left out breaks NoUseAfterFreeInv (Without).    *)
(* Kernel     : mm/filemap.c filemap_get_entry(), mm/vmscan.c              *)
(*              __remove_mapping(), mm/migrate.c folio_migrate_mapping(),  *)
(*              mm/memory-failure.c; mm/ksm.c ksm_get_folio(), which has a *)
(*              page frame and no reference, too.                          *)
(* Atomicity  : a label is a step.  The visit of one slot, under its       *)
(*              file's i_pages lock, is one; that of all is not.           *)
(* Not here   : page tables: the walk of a fragment's referrers for them   *)
(*              is FragmentSteps', and the same for both kinds of entry.   *)
(*              Writes and truncate: they change a file's own slot, under  *)
(*              locks that Cloner and Kernel need not know of.             *)
(* Checked    : MCPfnSteps_* in models.json.                               *)
(***************************************************************************)
EXTENDS Integers, FiniteSets

CONSTANTS
  Entry,    \* "pfn" or "name": what a slot holds
  Guards    \* those that are on

AllGuards == {
  "LookupTriesGet",     \* folio_try_get() before a folio is looked at
  "LookupRechecks",     \* xas_reload() after it
  "FillHoldsFolio",     \* a miss sets the slot before it puts the folio
  "CloneTriesGet",      \* clone gets the folio before it copies the entry
  "RegistersFirst",     \* a referrer is there before its slot is set
  "VisitsEverySlot",    \* not only that of the file at hand
  "FreezesFirst"}       \* folio_ref_freeze() before the first slot is visited
ASSUME GuardsAssumption == Guards \subseteq AllGuards
ASSUME EntryAssumption == Entry \in {"pfn", "name"}

On(g) == g \in Guards

File  == {"a", "b", "c"}
Frame == {1, 2}
None  == 0      \* no page frame: an empty slot, or one that does not refer

VARIABLES
  frame,      \* [Frame -> [owner, refs]]  "fragment", "free", "other", "poisoned"
  page,       \* the fragment's i_pages: a frame or None
  slot,       \* [File -> frame or None]  with Entry = "name" always None
  referrers,  \* SUBSET File
  reader,     \* [at, frame, missed]  missed: found in the fragment
  cloner,     \* [at, frame]
  kernel      \* [op, at, frame, new, left]  left: files still to be visited

vars == <<frame, page, slot, referrers, reader, cloner, kernel>>

Init ==
  /\ frame = [x \in Frame |-> IF x = 1 THEN [owner |-> "fragment", refs |-> 1]
                              ELSE [owner |-> "free", refs |-> 0]]
  /\ page = 1
  /\ slot \in {s \in [File -> {None, 1}] :
                 s["c"] = None /\ (Entry = "name" => s = [f \in File |-> None])}
  /\ referrers = {"a", "b"}
  /\ reader = [at |-> "Load", frame |-> None, missed |-> FALSE]
  /\ cloner = [at |-> "Register", frame |-> None]
  /\ kernel \in {[op |-> x, at |-> "Lock", frame |-> None, new |-> None,
                  left |-> {}] : x \in {"reclaim", "migrate", "poison"}}

------------------------------------------------------------------------------
(* Reader: filemap_get_entry() on b's mapping.                             *)

Again == [at |-> "Load", frame |-> None, missed |-> FALSE]

ReaderLoad ==                 \* xas_load() of the file's slot
  /\ reader.at = "Load"
  /\ reader' = IF slot["b"] # None
               THEN [at |-> "Get", frame |-> slot["b"], missed |-> FALSE]
               ELSE [at |-> "Find", frame |-> None, missed |-> TRUE]
  /\ UNCHANGED <<frame, page, slot, referrers, cloner, kernel>>

ReaderFind ==                 \* and, on a miss, of the fragment's
  /\ reader.at = "Find"
  /\ reader' = IF page = None THEN [reader EXCEPT !.at = "Done"]  \* read the store
               ELSE [reader EXCEPT !.at = "Get", !.frame = page]
  /\ UNCHANGED <<frame, page, slot, referrers, cloner, kernel>>

ReaderGet ==                  \* folio_try_get(): fails at zero
  /\ reader.at = "Get"
  /\ IF On("LookupTriesGet") /\ frame[reader.frame].refs = 0
     THEN reader' = Again /\ UNCHANGED frame
     ELSE /\ frame' = [frame EXCEPT ![reader.frame].refs = @ + 1]
          /\ reader' = [reader EXCEPT !.at = "Recheck"]
  /\ UNCHANGED <<page, slot, referrers, cloner, kernel>>

Drop(x) == [frame EXCEPT ![x].refs = @ - 1]

ReaderRecheck ==              \* xas_reload()
  /\ reader.at = "Recheck"
  /\ LET found == IF reader.missed THEN page ELSE slot["b"]
     IN IF On("LookupRechecks") /\ found # reader.frame
        THEN reader' = Again /\ frame' = Drop(reader.frame)
        ELSE reader' = [reader EXCEPT !.at = "Copy"] /\ UNCHANGED frame
  /\ UNCHANGED <<page, slot, referrers, cloner, kernel>>

ReaderCopy ==                 \* copy_folio_to_iter()
  /\ reader.at = "Copy"
  /\ reader' = [reader EXCEPT
       !.at = IF Entry = "pfn" /\ reader.missed /\ On("FillHoldsFolio")
              THEN "Fill" ELSE "Put"]
  /\ UNCHANGED <<frame, page, slot, referrers, cloner, kernel>>

ReaderFill ==                 \* xas_store() of the page frame that was found
  /\ reader.at = "Fill"
  /\ slot' = [slot EXCEPT !["b"] = reader.frame]
  /\ reader' = [reader EXCEPT !.at = IF On("FillHoldsFolio") THEN "Put" ELSE "Done"]
  /\ UNCHANGED <<frame, page, referrers, cloner, kernel>>

ReaderPut ==                  \* folio_put()
  /\ reader.at = "Put"
  /\ frame' = Drop(reader.frame)
  /\ reader' = [reader EXCEPT
       !.at = IF Entry = "pfn" /\ reader.missed /\ ~On("FillHoldsFolio")
              THEN "Fill" ELSE "Done"]
  /\ UNCHANGED <<page, slot, referrers, cloner, kernel>>

------------------------------------------------------------------------------
(* Cloner: clone of b to c, with both inodes locked, which Kernel does not *)
(* know of.                                                                *)

ClonerRegister ==             \* the fragment's list
  /\ cloner.at = "Register"
  /\ IF On("RegistersFirst") THEN referrers' = referrers \cup {"c"}
     ELSE UNCHANGED referrers
  /\ cloner' = [cloner EXCEPT !.at = "Load"]
  /\ UNCHANGED <<frame, page, slot, reader, kernel>>

ClonerLoad ==                 \* xas_load() of b's slot
  /\ cloner.at = "Load"
  /\ cloner' = [at |-> IF slot["b"] = None THEN "Enter"
                       ELSE IF On("CloneTriesGet") THEN "Get" ELSE "Set",
                frame |-> slot["b"]]
  /\ UNCHANGED <<frame, page, slot, referrers, reader, kernel>>

ClonerGet ==                  \* folio_try_get() and xas_reload()
  /\ cloner.at = "Get"
  /\ IF frame[cloner.frame].refs = 0 \/ slot["b"] # cloner.frame
     THEN cloner' = [at |-> "Load", frame |-> None] /\ UNCHANGED frame
     ELSE /\ frame' = [frame EXCEPT ![cloner.frame].refs = @ + 1]
          /\ cloner' = [cloner EXCEPT !.at = "Set"]
  /\ UNCHANGED <<page, slot, referrers, reader, kernel>>

ClonerSet ==                  \* xas_store() in c's mapping
  /\ cloner.at = "Set"
  /\ slot' = [slot EXCEPT !["c"] = cloner.frame]
  /\ cloner' = [cloner EXCEPT !.at = IF On("CloneTriesGet") THEN "Put" ELSE "Enter"]
  /\ UNCHANGED <<frame, page, referrers, reader, kernel>>

ClonerPut ==                  \* folio_put()
  /\ cloner.at = "Put"
  /\ frame' = Drop(cloner.frame)
  /\ cloner' = [cloner EXCEPT !.at = "Enter"]
  /\ UNCHANGED <<page, slot, referrers, reader, kernel>>

ClonerEnter ==                \* the referrer, if it is not there yet
  /\ cloner.at = "Enter"
  /\ referrers' = referrers \cup {"c"}
  /\ cloner' = [cloner EXCEPT !.at = "Done"]
  /\ UNCHANGED <<frame, page, slot, reader, kernel>>

------------------------------------------------------------------------------
(* Kernel: has the folio, from the LRU or by its page frame, and no file.  *)

Visited == IF Entry = "name" THEN {}
           ELSE IF On("VisitsEverySlot") THEN referrers ELSE {"a"}

KernelLock ==                 \* folio_lock(), and migrate's new folio
  /\ kernel.at = "Lock"
  /\ page # None
  /\ LET new == IF kernel.op = "migrate"
                THEN CHOOSE x \in Frame : frame[x].owner = "free" ELSE None
     IN /\ kernel' = [kernel EXCEPT
             !.at = IF On("FreezesFirst") THEN "Freeze" ELSE "Walk",
             !.frame = page, !.new = new]
        /\ frame' = IF new = None THEN frame
                    ELSE [frame EXCEPT ![new] = [owner |-> "fragment", refs |-> 1]]
  /\ UNCHANGED <<page, slot, referrers, reader, cloner>>

KernelFreeze ==               \* folio_ref_freeze(): the fragment's one, or give up
  /\ kernel.at = "Freeze"
  /\ IF frame[kernel.frame].refs = 1
     THEN /\ frame' = [frame EXCEPT ![kernel.frame].refs = 0]
          /\ kernel' = [kernel EXCEPT
               !.at = IF On("FreezesFirst") THEN "Walk" ELSE "Remove"]
     ELSE /\ kernel' = [kernel EXCEPT !.at = "Done"]
          /\ frame' = IF kernel.new = None THEN frame
                      ELSE [frame EXCEPT ![kernel.new] = [owner |-> "free", refs |-> 0]]
  /\ UNCHANGED <<page, slot, referrers, reader, cloner>>

KernelWalk ==                 \* which files refer, as of now
  /\ kernel.at = "Walk"
  /\ kernel' = [kernel EXCEPT !.at = "Visit", !.left = Visited]
  /\ UNCHANGED <<frame, page, slot, referrers, reader, cloner>>

KernelVisit ==                \* one slot, under its file's i_pages lock
  /\ kernel.at = "Visit"
  /\ IF kernel.left = {}
     THEN /\ kernel' = [kernel EXCEPT
               !.at = IF On("FreezesFirst") THEN "Remove" ELSE "Freeze"]
          /\ UNCHANGED slot
     ELSE LET f == CHOOSE x \in kernel.left : TRUE
          IN /\ slot' = IF slot[f] = kernel.frame
                        THEN [slot EXCEPT ![f] = kernel.new] ELSE slot
             /\ kernel' = [kernel EXCEPT !.left = @ \ {f}]
  /\ UNCHANGED <<frame, page, referrers, reader, cloner>>

KernelRemove ==               \* page_cache_delete(), or the new folio's store
  /\ kernel.at = "Remove"
  /\ page' = kernel.new
  /\ frame' = [frame EXCEPT ![kernel.frame].owner =
                 IF kernel.op = "poison" THEN "poisoned" ELSE "free"]
  /\ kernel' = [kernel EXCEPT !.at = "Done"]
  /\ UNCHANGED <<slot, referrers, reader, cloner>>

\* alloc_pages(): a free frame becomes somebody else's.
Reuse ==
  /\ kernel.at = "Done"
  /\ \E x \in Frame :
       /\ frame[x].owner = "free" /\ frame[x].refs = 0
       /\ frame' = [frame EXCEPT ![x] = [owner |-> "other", refs |-> 1]]
  /\ UNCHANGED <<page, slot, referrers, reader, cloner, kernel>>

Next ==
  \/ ReaderLoad \/ ReaderFind \/ ReaderGet \/ ReaderRecheck \/ ReaderCopy
  \/ ReaderFill \/ ReaderPut
  \/ ClonerRegister \/ ClonerLoad \/ ClonerGet \/ ClonerSet \/ ClonerPut
  \/ ClonerEnter
  \/ KernelLock \/ KernelFreeze \/ KernelWalk \/ KernelVisit \/ KernelRemove
  \/ Reuse

Spec == Init /\ [][Next]_vars

------------------------------------------------------------------------------

\* What a slot names, and what a reader copies, is the fragment's: else a file
\* shows memory that is another's, or lost.
NoUseAfterFreeInv ==
  /\ \A f \in File : slot[f] # None => frame[slot[f]].owner = "fragment"
  /\ reader.at = "Copy" => frame[reader.frame].owner = "fragment"

\* Counts come out even: the fragment's one for each of its folios.
CountsInv ==
  reader.at = "Done" /\ cloner.at = "Done" /\ kernel.at = "Done" =>
    \A x \in Frame :
      frame[x].refs = (IF page = x \/ frame[x].owner = "other" THEN 1 ELSE 0)

\* Witness: the folio was taken away while a reader was on its way to it.
ReachFreedUnderReader ==
  ~(reader.at = "Get" /\ frame[reader.frame].owner \in {"free", "poisoned"})

==============================================================================
