------------------------------ MODULE FastRead ------------------------------
(***************************************************************************)
(* Models     : a read of a cached block that takes no lock and no         *)
(*              reference: the folio's sequence number before and after    *)
(*              the copy, then the slot again.  One reader, beside all     *)
(*              that can happen to the block: a write, which may grow the  *)
(*              file, a truncate within the block, CoW, a clone that has   *)
(*              the file refer to the same fragment again, reclaim and     *)
(*              fill of the file's folio and of the fragment's, and the    *)
(*              use of a freed folio for another file.  The block has two  *)
(*              units, each copied in a step of its own.  TRUE guards are  *)
(*              as they must be; a configuration switches one off.         *)
(* Refines    : nothing.  It stands beside FragmentSteps' Lookup and Read, *)
(*              where a block is copied in one step, under a reference;    *)
(*              what it returns, they could.                               *)
(* Kernel     : mm/filemap.c filemap_read(), linux/seqlock.h.  As with     *)
(*              SLAB_TYPESAFE_BY_RCU, memory that was a folio stays one.   *)
(* Not here   : the slow path, which a reader that gives up takes; several *)
(*              readers, for one changes nothing; pins and page tables,    *)
(*              whose stores are as a write's; TakeBack, which gives a     *)
(*              folio another number as Take does here.  Weak memory (D14). *)
(* Checked    : MCFastRead*.cfg.                                           *)
(***************************************************************************)
EXTENDS Integers, Sequences

CONSTANTS
  Folio,      \* ids, naturals from 1; 1 is the fragment's at first
  Data,       \* what a unit can hold; 0 is zero
  MaxChanges  \* so that sequence numbers are bounded

WaitsEven      == TRUE  \* read_seqcount_begin()
ChecksUptodate == TRUE  \* folio_test_uptodate()
ChecksSequence == TRUE  \* read_seqcount_retry()
ChecksFolio    == TRUE  \* xas_reload(): in the mapping that owns it
ChecksSlot     == TRUE  \* (new): in the file
RefIsNew       == TRUE  \* (new): a reference that has gone does not come back: D2's generation
SizeAfterSequence == TRUE  \* (new): i_size_read() after read_seqcount_begin()
SizeWithin     == TRUE  \* (new): a write that grows the file does so before write_seqcount_end()
TakeChanges    == TRUE  \* (new): a folio taken anew has another number

NoFolio == 0
IsRef(entry) == entry < 0  \* in a slot, to the fragment: the first reference is -1
Lowest(S) == CHOOSE x \in S : \A y \in S : x <= y

(* --algorithm FastRead {
variables
  map = "shared",         \* where the block lasts: in the extent, or the file's own
  slot = -1,              \* a reference, the file's own folio, or NoFolio
  frag = 1,               \* the fragment's folio, or NoFolio
  folio = [p \in Folio |-> [seq |-> 0, data |-> <<1, 1>>, uptodate |-> p = 1, free |-> p # 1]],
  size = 2,               \* of the file, in units
  last = -1,              \* the reference that was made last
  changes = 0,
  aux_content = <<1, 1>>, \* ghost: what the file holds
  aux_legal = {};         \* ghost: what it has held since the read began

define {
  Free == {x \in Folio : folio[x].free}
  Shared == <<1, 1>>      \* what the fragment holds: it does not change
  Padded == aux_content \o [i \in 1 .. 2 - Len(aux_content) |-> 0]
}
macro Become(c) { aux_content := c || aux_legal := aux_legal \cup {c} }
macro SetRef() {
  if (RefIsNew) { last := last - 1 };
  slot := last;
}
macro Take() {
  into := Lowest(Free);
  folio[Lowest(Free)] := [folio[Lowest(Free)] EXCEPT !.free = FALSE, !.uptodate = FALSE,
                                                     !.seq = IF TakeChanges THEN @ + 2 ELSE @]
}

\* All that changes the block: one at a time, for their locks see to that.
process (writer = "writer")
variables into = NoFolio, new = <<0, 0>>, n = 2;
{
Change:
  while (changes < MaxChanges) {
    changes := changes + 1;
    either { await slot > 0; goto WriteBegin }
    or { await slot > 0 /\ size = 2; goto TruncateSize }
    or { await IsRef(slot) /\ Free # {}; goto CowReplace }
    or { await ~IsRef(slot); goto CloneEmpty }
    or { await slot # NoFolio; goto ReclaimOwn }
    or { await frag # NoFolio; goto ReclaimFragment }
    or { await slot = NoFolio /\ (map = "own" => Free # {}); goto FillOwn }
    or { await frag = NoFolio /\ Free # {}; goto FillFragment }
    or { await Free # {}; goto OtherTake };

WriteBegin:                               \* write_seqcount_begin()
    with (x \in Data, k \in size .. 2) { new := <<x, x>> || n := k };
    into := slot;
    folio[slot].seq := folio[slot].seq + 1;
WriteFirst:
    folio[into].data[1] := new[1];
WriteSecond:
    if (n = 2) { folio[into].data[2] := new[2] };
WriteSize:                                \* i_size_write()
    if (SizeWithin) { size := n };
WriteEnd:                                 \* write_seqcount_end()
    folio[into].seq := folio[into].seq + 1;
    Become(SubSeq(new, 1, n));
    if (SizeWithin) { goto Change };
WriteLate:
    size := n;
    goto Change;

TruncateSize:                             \* i_size_write(), then iomap_truncate_page()
    size := 1;
    into := slot;
    Become(<<aux_content[1]>>);
TruncateBegin:
    folio[into].seq := folio[into].seq + 1;
TruncateZero:
    folio[into].data[2] := 0;
TruncateEnd:
    folio[into].seq := folio[into].seq + 1;
    goto Change;

CowReplace:                               \* of the whole block
    with (x \in Data) { new := <<x, x>> };
    slot := Lowest(Free);
    map := "own";                         \* writeback is of no concern here
    Take();
CowFirst:
    folio[into].data[1] := new[1];
CowSecond:
    folio[into].data[2] := new[2];
    size := 2;
CowUptodate:                              \* folio_unlock()
    folio[into].uptodate := TRUE;
    Become(new);
    goto Change;

CloneEmpty:                               \* of the fragment's block, which the file had before
    if (slot # NoFolio) { folio[slot].free := TRUE };
    slot := NoFolio;
CloneSize:                                \* while the block is empty, and a reader gives up
    size := 2;
CloneSet:
    SetRef();
    map := "shared";
    Become(Shared);
    goto Change;

ReclaimOwn:                               \* or the reference goes, as by evict()
    if (~IsRef(slot)) { folio[slot].free := TRUE };
    slot := NoFolio;
    goto Change;
ReclaimFragment:
    folio[frag].free := TRUE;
    frag := NoFolio;
    goto Change;

FillOwn:
    if (map = "shared") { SetRef(); goto Change };
FillTake:
    slot := Lowest(Free);
    new := Padded;
    Take();
    goto Fill;
FillFragment:
    frag := Lowest(Free);
    new := Shared;
    Take();
    goto Fill;
OtherTake:                                \* not in any slot that the reader can find
    with (x \in Data) { new := <<x, x>> };
    Take();
Fill:
    folio[into].data[1] := new[1];
FillSecond:
    folio[into].data[2] := new[2];
FillUptodate:
    folio[into].uptodate := TRUE;
    if (into \in {slot, frag}) { goto Change };
OtherFree:
    folio[into].free := TRUE
  }
}

\* A reader that gives up goes the slow way, with a reference.
process (reader = "reader")
variables entry = NoFolio, page = NoFolio, seq = 0, left = 0, got = <<0, 0>>;
{
Begin:
  aux_legal := {aux_content};
FastEarly:
  if (~SizeAfterSequence) { left := size };
FastSlot:                                 \* xas_load()
  entry := slot;
  if (slot = NoFolio) { goto Done };
FastFind:                                 \* xas_load() in the fragment
  page := IF IsRef(entry) THEN frag ELSE entry;
  if (page = NoFolio) { goto Done };
FastSequence:                             \* read_seqcount_begin()
  seq := folio[page].seq;
  if (WaitsEven /\ folio[page].seq % 2 = 1) { goto Done };
FastUptodate:                             \* folio_test_uptodate()
  if (ChecksUptodate /\ ~folio[page].uptodate) { goto Done };
FastSize:                                 \* i_size_read()
  if (SizeAfterSequence) { left := size };
FastFirst:                                \* copy_folio_to_iter()
  got[1] := folio[page].data[1];
FastSecond:
  got[2] := folio[page].data[2];
FastReload:                               \* xas_reload()
  if (ChecksFolio /\ (IF IsRef(entry) THEN frag ELSE slot) # page) { goto Done };
FastRecheck:                              \* (none: new)
  if (ChecksSlot /\ slot # entry) { goto Done };
FastRetry:                                \* read_seqcount_retry(): last, or the folio
  \* may have come here after the bytes of another file were copied from it
  if (ChecksSequence /\ folio[page].seq # seq) { goto Done };
Return:
  skip
}
} *)
\* BEGIN TRANSLATION (chksum(pcal) = "97ea4ec3" /\ chksum(tla) = "520a2134")
VARIABLES map, slot, frag, folio, size, last, changes, aux_content, aux_legal, pc

(* define statement *)
Free == {x \in Folio : folio[x].free}
Shared == <<1, 1>>
Padded == aux_content \o [i \in 1 .. 2 - Len(aux_content) |-> 0]

VARIABLES into, new, n, entry, page, seq, left, got

vars == << map, slot, frag, folio, size, last, changes, aux_content, aux_legal, pc, into, new, n, 
           entry, page, seq, left, got >>

ProcSet == {"writer"} \cup {"reader"}

Init == (* Global variables *)
        /\ map = "shared"
        /\ slot = -1
        /\ frag = 1
        /\ folio = [p \in Folio |-> [seq |-> 0, data |-> <<1, 1>>, uptodate |-> p = 1, free |-> p # 1]]
        /\ size = 2
        /\ last = -1
        /\ changes = 0
        /\ aux_content = <<1, 1>>
        /\ aux_legal = {}
        (* Process writer *)
        /\ into = NoFolio
        /\ new = <<0, 0>>
        /\ n = 2
        (* Process reader *)
        /\ entry = NoFolio
        /\ page = NoFolio
        /\ seq = 0
        /\ left = 0
        /\ got = <<0, 0>>
        /\ pc = [self \in ProcSet |-> CASE self = "writer" -> "Change"
                                        [] self = "reader" -> "Begin"]

Change == /\ pc["writer"] = "Change"
          /\ IF changes < MaxChanges
                THEN /\ changes' = changes + 1
                     /\ \/ /\ slot > 0
                           /\ pc' = [pc EXCEPT !["writer"] = "WriteBegin"]
                        \/ /\ slot > 0 /\ size = 2
                           /\ pc' = [pc EXCEPT !["writer"] = "TruncateSize"]
                        \/ /\ IsRef(slot) /\ Free # {}
                           /\ pc' = [pc EXCEPT !["writer"] = "CowReplace"]
                        \/ /\ ~IsRef(slot)
                           /\ pc' = [pc EXCEPT !["writer"] = "CloneEmpty"]
                        \/ /\ slot # NoFolio
                           /\ pc' = [pc EXCEPT !["writer"] = "ReclaimOwn"]
                        \/ /\ frag # NoFolio
                           /\ pc' = [pc EXCEPT !["writer"] = "ReclaimFragment"]
                        \/ /\ slot = NoFolio /\ (map = "own" => Free # {})
                           /\ pc' = [pc EXCEPT !["writer"] = "FillOwn"]
                        \/ /\ frag = NoFolio /\ Free # {}
                           /\ pc' = [pc EXCEPT !["writer"] = "FillFragment"]
                        \/ /\ Free # {}
                           /\ pc' = [pc EXCEPT !["writer"] = "OtherTake"]
                ELSE /\ pc' = [pc EXCEPT !["writer"] = "Done"]
                     /\ UNCHANGED changes
          /\ UNCHANGED << map, slot, frag, folio, size, last, aux_content, aux_legal, into, new, n, 
                          entry, page, seq, left, got >>

WriteBegin == /\ pc["writer"] = "WriteBegin"
              /\ \E x \in Data:
                   \E k \in size .. 2:
                     /\ n' = k
                     /\ new' = <<x, x>>
              /\ into' = slot
              /\ folio' = [folio EXCEPT ![slot].seq = folio[slot].seq + 1]
              /\ pc' = [pc EXCEPT !["writer"] = "WriteFirst"]
              /\ UNCHANGED << map, slot, frag, size, last, changes, aux_content, aux_legal, entry, 
                              page, seq, left, got >>

WriteFirst == /\ pc["writer"] = "WriteFirst"
              /\ folio' = [folio EXCEPT ![into].data[1] = new[1]]
              /\ pc' = [pc EXCEPT !["writer"] = "WriteSecond"]
              /\ UNCHANGED << map, slot, frag, size, last, changes, aux_content, aux_legal, into, 
                              new, n, entry, page, seq, left, got >>

WriteSecond == /\ pc["writer"] = "WriteSecond"
               /\ IF n = 2
                     THEN /\ folio' = [folio EXCEPT ![into].data[2] = new[2]]
                     ELSE /\ TRUE
                          /\ folio' = folio
               /\ pc' = [pc EXCEPT !["writer"] = "WriteSize"]
               /\ UNCHANGED << map, slot, frag, size, last, changes, aux_content, aux_legal, into, 
                               new, n, entry, page, seq, left, got >>

WriteSize == /\ pc["writer"] = "WriteSize"
             /\ IF SizeWithin
                   THEN /\ size' = n
                   ELSE /\ TRUE
                        /\ size' = size
             /\ pc' = [pc EXCEPT !["writer"] = "WriteEnd"]
             /\ UNCHANGED << map, slot, frag, folio, last, changes, aux_content, aux_legal, into, 
                             new, n, entry, page, seq, left, got >>

WriteEnd == /\ pc["writer"] = "WriteEnd"
            /\ folio' = [folio EXCEPT ![into].seq = folio[into].seq + 1]
            /\ /\ aux_content' = SubSeq(new, 1, n)
               /\ aux_legal' = (aux_legal \cup {(SubSeq(new, 1, n))})
            /\ IF SizeWithin
                  THEN /\ pc' = [pc EXCEPT !["writer"] = "Change"]
                  ELSE /\ pc' = [pc EXCEPT !["writer"] = "WriteLate"]
            /\ UNCHANGED << map, slot, frag, size, last, changes, into, new, n, entry, page, seq, 
                            left, got >>

WriteLate == /\ pc["writer"] = "WriteLate"
             /\ size' = n
             /\ pc' = [pc EXCEPT !["writer"] = "Change"]
             /\ UNCHANGED << map, slot, frag, folio, last, changes, aux_content, aux_legal, into, 
                             new, n, entry, page, seq, left, got >>

TruncateSize == /\ pc["writer"] = "TruncateSize"
                /\ size' = 1
                /\ into' = slot
                /\ /\ aux_content' = <<aux_content[1]>>
                   /\ aux_legal' = (aux_legal \cup {(<<aux_content[1]>>)})
                /\ pc' = [pc EXCEPT !["writer"] = "TruncateBegin"]
                /\ UNCHANGED << map, slot, frag, folio, last, changes, new, n, entry, page, seq, 
                                left, got >>

TruncateBegin == /\ pc["writer"] = "TruncateBegin"
                 /\ folio' = [folio EXCEPT ![into].seq = folio[into].seq + 1]
                 /\ pc' = [pc EXCEPT !["writer"] = "TruncateZero"]
                 /\ UNCHANGED << map, slot, frag, size, last, changes, aux_content, aux_legal, into, 
                                 new, n, entry, page, seq, left, got >>

TruncateZero == /\ pc["writer"] = "TruncateZero"
                /\ folio' = [folio EXCEPT ![into].data[2] = 0]
                /\ pc' = [pc EXCEPT !["writer"] = "TruncateEnd"]
                /\ UNCHANGED << map, slot, frag, size, last, changes, aux_content, aux_legal, into, 
                                new, n, entry, page, seq, left, got >>

TruncateEnd == /\ pc["writer"] = "TruncateEnd"
               /\ folio' = [folio EXCEPT ![into].seq = folio[into].seq + 1]
               /\ pc' = [pc EXCEPT !["writer"] = "Change"]
               /\ UNCHANGED << map, slot, frag, size, last, changes, aux_content, aux_legal, into, 
                               new, n, entry, page, seq, left, got >>

CowReplace == /\ pc["writer"] = "CowReplace"
              /\ \E x \in Data:
                   new' = <<x, x>>
              /\ slot' = Lowest(Free)
              /\ map' = "own"
              /\ into' = Lowest(Free)
              /\ folio' = [folio EXCEPT ![Lowest(Free)] = [folio[Lowest(Free)] EXCEPT !.free = FALSE, !.uptodate = FALSE,
                                                                                      !.seq = IF TakeChanges THEN @ + 2 ELSE @]]
              /\ pc' = [pc EXCEPT !["writer"] = "CowFirst"]
              /\ UNCHANGED << frag, size, last, changes, aux_content, aux_legal, n, entry, page, seq, 
                              left, got >>

CowFirst == /\ pc["writer"] = "CowFirst"
            /\ folio' = [folio EXCEPT ![into].data[1] = new[1]]
            /\ pc' = [pc EXCEPT !["writer"] = "CowSecond"]
            /\ UNCHANGED << map, slot, frag, size, last, changes, aux_content, aux_legal, into, new, 
                            n, entry, page, seq, left, got >>

CowSecond == /\ pc["writer"] = "CowSecond"
             /\ folio' = [folio EXCEPT ![into].data[2] = new[2]]
             /\ size' = 2
             /\ pc' = [pc EXCEPT !["writer"] = "CowUptodate"]
             /\ UNCHANGED << map, slot, frag, last, changes, aux_content, aux_legal, into, new, n, 
                             entry, page, seq, left, got >>

CowUptodate == /\ pc["writer"] = "CowUptodate"
               /\ folio' = [folio EXCEPT ![into].uptodate = TRUE]
               /\ /\ aux_content' = new
                  /\ aux_legal' = (aux_legal \cup {new})
               /\ pc' = [pc EXCEPT !["writer"] = "Change"]
               /\ UNCHANGED << map, slot, frag, size, last, changes, into, new, n, entry, page, seq, 
                               left, got >>

CloneEmpty == /\ pc["writer"] = "CloneEmpty"
              /\ IF slot # NoFolio
                    THEN /\ folio' = [folio EXCEPT ![slot].free = TRUE]
                    ELSE /\ TRUE
                         /\ folio' = folio
              /\ slot' = NoFolio
              /\ pc' = [pc EXCEPT !["writer"] = "CloneSize"]
              /\ UNCHANGED << map, frag, size, last, changes, aux_content, aux_legal, into, new, n, 
                              entry, page, seq, left, got >>

CloneSize == /\ pc["writer"] = "CloneSize"
             /\ size' = 2
             /\ pc' = [pc EXCEPT !["writer"] = "CloneSet"]
             /\ UNCHANGED << map, slot, frag, folio, last, changes, aux_content, aux_legal, into, 
                             new, n, entry, page, seq, left, got >>

CloneSet == /\ pc["writer"] = "CloneSet"
            /\ IF RefIsNew
                  THEN /\ last' = last - 1
                  ELSE /\ TRUE
                       /\ last' = last
            /\ slot' = last'
            /\ map' = "shared"
            /\ /\ aux_content' = Shared
               /\ aux_legal' = (aux_legal \cup {Shared})
            /\ pc' = [pc EXCEPT !["writer"] = "Change"]
            /\ UNCHANGED << frag, folio, size, changes, into, new, n, entry, page, seq, left, got >>

ReclaimOwn == /\ pc["writer"] = "ReclaimOwn"
              /\ IF ~IsRef(slot)
                    THEN /\ folio' = [folio EXCEPT ![slot].free = TRUE]
                    ELSE /\ TRUE
                         /\ folio' = folio
              /\ slot' = NoFolio
              /\ pc' = [pc EXCEPT !["writer"] = "Change"]
              /\ UNCHANGED << map, frag, size, last, changes, aux_content, aux_legal, into, new, n, 
                              entry, page, seq, left, got >>

ReclaimFragment == /\ pc["writer"] = "ReclaimFragment"
                   /\ folio' = [folio EXCEPT ![frag].free = TRUE]
                   /\ frag' = NoFolio
                   /\ pc' = [pc EXCEPT !["writer"] = "Change"]
                   /\ UNCHANGED << map, slot, size, last, changes, aux_content, aux_legal, into, new, 
                                   n, entry, page, seq, left, got >>

FillOwn == /\ pc["writer"] = "FillOwn"
           /\ IF map = "shared"
                 THEN /\ IF RefIsNew
                            THEN /\ last' = last - 1
                            ELSE /\ TRUE
                                 /\ last' = last
                      /\ slot' = last'
                      /\ pc' = [pc EXCEPT !["writer"] = "Change"]
                 ELSE /\ pc' = [pc EXCEPT !["writer"] = "FillTake"]
                      /\ UNCHANGED << slot, last >>
           /\ UNCHANGED << map, frag, folio, size, changes, aux_content, aux_legal, into, new, n, 
                           entry, page, seq, left, got >>

FillTake == /\ pc["writer"] = "FillTake"
            /\ slot' = Lowest(Free)
            /\ new' = Padded
            /\ into' = Lowest(Free)
            /\ folio' = [folio EXCEPT ![Lowest(Free)] = [folio[Lowest(Free)] EXCEPT !.free = FALSE, !.uptodate = FALSE,
                                                                                    !.seq = IF TakeChanges THEN @ + 2 ELSE @]]
            /\ pc' = [pc EXCEPT !["writer"] = "Fill"]
            /\ UNCHANGED << map, frag, size, last, changes, aux_content, aux_legal, n, entry, page, 
                            seq, left, got >>

FillFragment == /\ pc["writer"] = "FillFragment"
                /\ frag' = Lowest(Free)
                /\ new' = Shared
                /\ into' = Lowest(Free)
                /\ folio' = [folio EXCEPT ![Lowest(Free)] = [folio[Lowest(Free)] EXCEPT !.free = FALSE, !.uptodate = FALSE,
                                                                                        !.seq = IF TakeChanges THEN @ + 2 ELSE @]]
                /\ pc' = [pc EXCEPT !["writer"] = "Fill"]
                /\ UNCHANGED << map, slot, size, last, changes, aux_content, aux_legal, n, entry, 
                                page, seq, left, got >>

OtherTake == /\ pc["writer"] = "OtherTake"
             /\ \E x \in Data:
                  new' = <<x, x>>
             /\ into' = Lowest(Free)
             /\ folio' = [folio EXCEPT ![Lowest(Free)] = [folio[Lowest(Free)] EXCEPT !.free = FALSE, !.uptodate = FALSE,
                                                                                     !.seq = IF TakeChanges THEN @ + 2 ELSE @]]
             /\ pc' = [pc EXCEPT !["writer"] = "Fill"]
             /\ UNCHANGED << map, slot, frag, size, last, changes, aux_content, aux_legal, n, entry, 
                             page, seq, left, got >>

Fill == /\ pc["writer"] = "Fill"
        /\ folio' = [folio EXCEPT ![into].data[1] = new[1]]
        /\ pc' = [pc EXCEPT !["writer"] = "FillSecond"]
        /\ UNCHANGED << map, slot, frag, size, last, changes, aux_content, aux_legal, into, new, n, 
                        entry, page, seq, left, got >>

FillSecond == /\ pc["writer"] = "FillSecond"
              /\ folio' = [folio EXCEPT ![into].data[2] = new[2]]
              /\ pc' = [pc EXCEPT !["writer"] = "FillUptodate"]
              /\ UNCHANGED << map, slot, frag, size, last, changes, aux_content, aux_legal, into, 
                              new, n, entry, page, seq, left, got >>

FillUptodate == /\ pc["writer"] = "FillUptodate"
                /\ folio' = [folio EXCEPT ![into].uptodate = TRUE]
                /\ IF into \in {slot, frag}
                      THEN /\ pc' = [pc EXCEPT !["writer"] = "Change"]
                      ELSE /\ pc' = [pc EXCEPT !["writer"] = "OtherFree"]
                /\ UNCHANGED << map, slot, frag, size, last, changes, aux_content, aux_legal, into, 
                                new, n, entry, page, seq, left, got >>

OtherFree == /\ pc["writer"] = "OtherFree"
             /\ folio' = [folio EXCEPT ![into].free = TRUE]
             /\ pc' = [pc EXCEPT !["writer"] = "Change"]
             /\ UNCHANGED << map, slot, frag, size, last, changes, aux_content, aux_legal, into, new, 
                             n, entry, page, seq, left, got >>

writer == Change \/ WriteBegin \/ WriteFirst \/ WriteSecond \/ WriteSize \/ WriteEnd \/ WriteLate
             \/ TruncateSize \/ TruncateBegin \/ TruncateZero \/ TruncateEnd \/ CowReplace
             \/ CowFirst \/ CowSecond \/ CowUptodate \/ CloneEmpty \/ CloneSize \/ CloneSet
             \/ ReclaimOwn \/ ReclaimFragment \/ FillOwn \/ FillTake \/ FillFragment \/ OtherTake
             \/ Fill \/ FillSecond \/ FillUptodate \/ OtherFree

Begin == /\ pc["reader"] = "Begin"
         /\ aux_legal' = {aux_content}
         /\ pc' = [pc EXCEPT !["reader"] = "FastEarly"]
         /\ UNCHANGED << map, slot, frag, folio, size, last, changes, aux_content, into, new, n, 
                         entry, page, seq, left, got >>

FastEarly == /\ pc["reader"] = "FastEarly"
             /\ IF ~SizeAfterSequence
                   THEN /\ left' = size
                   ELSE /\ TRUE
                        /\ left' = left
             /\ pc' = [pc EXCEPT !["reader"] = "FastSlot"]
             /\ UNCHANGED << map, slot, frag, folio, size, last, changes, aux_content, aux_legal, 
                             into, new, n, entry, page, seq, got >>

FastSlot == /\ pc["reader"] = "FastSlot"
            /\ entry' = slot
            /\ IF slot = NoFolio
                  THEN /\ pc' = [pc EXCEPT !["reader"] = "Done"]
                  ELSE /\ pc' = [pc EXCEPT !["reader"] = "FastFind"]
            /\ UNCHANGED << map, slot, frag, folio, size, last, changes, aux_content, aux_legal, 
                            into, new, n, page, seq, left, got >>

FastFind == /\ pc["reader"] = "FastFind"
            /\ page' = IF IsRef(entry) THEN frag ELSE entry
            /\ IF page' = NoFolio
                  THEN /\ pc' = [pc EXCEPT !["reader"] = "Done"]
                  ELSE /\ pc' = [pc EXCEPT !["reader"] = "FastSequence"]
            /\ UNCHANGED << map, slot, frag, folio, size, last, changes, aux_content, aux_legal, 
                            into, new, n, entry, seq, left, got >>

FastSequence == /\ pc["reader"] = "FastSequence"
                /\ seq' = folio[page].seq
                /\ IF WaitsEven /\ folio[page].seq % 2 = 1
                      THEN /\ pc' = [pc EXCEPT !["reader"] = "Done"]
                      ELSE /\ pc' = [pc EXCEPT !["reader"] = "FastUptodate"]
                /\ UNCHANGED << map, slot, frag, folio, size, last, changes, aux_content, aux_legal, 
                                into, new, n, entry, page, left, got >>

FastUptodate == /\ pc["reader"] = "FastUptodate"
                /\ IF ChecksUptodate /\ ~folio[page].uptodate
                      THEN /\ pc' = [pc EXCEPT !["reader"] = "Done"]
                      ELSE /\ pc' = [pc EXCEPT !["reader"] = "FastSize"]
                /\ UNCHANGED << map, slot, frag, folio, size, last, changes, aux_content, aux_legal, 
                                into, new, n, entry, page, seq, left, got >>

FastSize == /\ pc["reader"] = "FastSize"
            /\ IF SizeAfterSequence
                  THEN /\ left' = size
                  ELSE /\ TRUE
                       /\ left' = left
            /\ pc' = [pc EXCEPT !["reader"] = "FastFirst"]
            /\ UNCHANGED << map, slot, frag, folio, size, last, changes, aux_content, aux_legal, 
                            into, new, n, entry, page, seq, got >>

FastFirst == /\ pc["reader"] = "FastFirst"
             /\ got' = [got EXCEPT ![1] = folio[page].data[1]]
             /\ pc' = [pc EXCEPT !["reader"] = "FastSecond"]
             /\ UNCHANGED << map, slot, frag, folio, size, last, changes, aux_content, aux_legal, 
                             into, new, n, entry, page, seq, left >>

FastSecond == /\ pc["reader"] = "FastSecond"
              /\ got' = [got EXCEPT ![2] = folio[page].data[2]]
              /\ pc' = [pc EXCEPT !["reader"] = "FastReload"]
              /\ UNCHANGED << map, slot, frag, folio, size, last, changes, aux_content, aux_legal, 
                              into, new, n, entry, page, seq, left >>

FastReload == /\ pc["reader"] = "FastReload"
              /\ IF ChecksFolio /\ (IF IsRef(entry) THEN frag ELSE slot) # page
                    THEN /\ pc' = [pc EXCEPT !["reader"] = "Done"]
                    ELSE /\ pc' = [pc EXCEPT !["reader"] = "FastRecheck"]
              /\ UNCHANGED << map, slot, frag, folio, size, last, changes, aux_content, aux_legal, 
                              into, new, n, entry, page, seq, left, got >>

FastRecheck == /\ pc["reader"] = "FastRecheck"
               /\ IF ChecksSlot /\ slot # entry
                     THEN /\ pc' = [pc EXCEPT !["reader"] = "Done"]
                     ELSE /\ pc' = [pc EXCEPT !["reader"] = "FastRetry"]
               /\ UNCHANGED << map, slot, frag, folio, size, last, changes, aux_content, aux_legal, 
                               into, new, n, entry, page, seq, left, got >>

FastRetry == /\ pc["reader"] = "FastRetry"
             /\ IF ChecksSequence /\ folio[page].seq # seq
                   THEN /\ pc' = [pc EXCEPT !["reader"] = "Done"]
                   ELSE /\ pc' = [pc EXCEPT !["reader"] = "Return"]
             /\ UNCHANGED << map, slot, frag, folio, size, last, changes, aux_content, aux_legal, 
                             into, new, n, entry, page, seq, left, got >>

Return == /\ pc["reader"] = "Return"
          /\ TRUE
          /\ pc' = [pc EXCEPT !["reader"] = "Done"]
          /\ UNCHANGED << map, slot, frag, folio, size, last, changes, aux_content, aux_legal, into, 
                          new, n, entry, page, seq, left, got >>

reader == Begin \/ FastEarly \/ FastSlot \/ FastFind \/ FastSequence \/ FastUptodate \/ FastSize
             \/ FastFirst \/ FastSecond \/ FastReload \/ FastRecheck \/ FastRetry \/ Return

(* Allow infinite stuttering to prevent deadlock on termination. *)
Terminating == /\ \A self \in ProcSet: pc[self] = "Done"
               /\ UNCHANGED vars

Next == writer \/ reader
           \/ Terminating

Spec == Init /\ [][Next]_vars

Termination == <>(\A self \in ProcSet: pc[self] = "Done")

\* END TRANSLATION 

TypeOK ==
  /\ map \in {"shared", "own"} /\ (IsRef(slot) \/ slot \in {NoFolio} \cup Folio)
  /\ frag \in {NoFolio} \cup Folio /\ size \in 1 .. 2
  /\ \A p \in Folio : folio[p].data \in [1 .. 2 -> Data]
  /\ aux_content \in {<<x>> : x \in Data} \cup {<<x, y>> : x, y \in Data}

\* What is returned is what the file held at one moment of the read.
ReturnsInv == pc["reader"] = "Return" => SubSeq(got, 1, left) \in aux_legal

\* A folio is at one place, or free.
OneOwnerInv == \A q \in Folio : folio[q].free => q \notin {slot, frag}

\* Witnesses: to be violated.
ReachOldReturned == ~(pc["reader"] = "Return" /\ SubSeq(got, 1, left) # aux_content)
ReachShortReturned == ~(pc["reader"] = "Return" /\ left = 1)
ReachOwnReturned == ~(pc["reader"] = "Return" /\ ~IsRef(entry) /\ seq > 2)
=============================================================================
