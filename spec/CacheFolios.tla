----------------------------- MODULE CacheFolios -----------------------------
(***************************************************************************)
(* Models     : folios, the page tables and pins that hold them, fragments *)
(*              with counts and referrers; how slots come to refer to a    *)
(*              fragment and cease to.                                     *)
(* Refines    : nothing by itself; parts of FragmentCache.                 *)
(* Kernel     : mm/filemap.c filemap_add_folio(), filemap_remove_folio();  *)
(*              mm/memory.c unmap_mapping_range(), zap_pte_range();        *)
(*              mm/rmap.c try_to_unmap(), folio_mkclean();                 *)
(*              include/linux/mm.h folio_maybe_dma_pinned().               *)
(* Not here   : the TLB: zap means zapped and flushed (D14).               *)
(* Checked    : MCFragmentCache_* in models.json.                          *)
(***************************************************************************)
EXTENDS CacheState

\* iget_locked(): the inode is in memory.  Its slots start out empty.
Iget(c, f) == IF c.inode[f] = "orphan" THEN c
              ELSE [c EXCEPT !.inode[f] = "incore"]

------------------------------------------------------------------------------
(* Page tables.  A view of f maps block b of f, or the zero page for a     *)
(* hole, or has a private copy, which no one else ever sees.               *)

Viewers(c, f) == {p \in Process : c.view[p].kind # "none" /\ c.view[p].file = f}

\* Where page tables have a folio, or the zero page.
Ptes(c) == {x \in Process \X Block : c.pte[x[1]][x[2]].kind = "folio"}
PtesOf(c, p) == {x \in Ptes(c) : c.pte[x[1]][x[2]].folio = p}
PtesAt(c, f, B) == {x \in Ptes(c) : x[1] \in Viewers(c, f) /\ x[2] \in B}

\* zap_pte_range(): page table entries X go, and with them their references on
\* folios.
Zap(c, X) ==
  IF X = {} THEN c
  ELSE LET left(p) == Cardinality({x \in X : c.pte[x[1]][x[2]].folio = p})
       IN [c EXCEPT
            !.pte = [p \in Process |-> [b \in Block |->
                       IF <<p, b>> \in X THEN NoPte ELSE @[p][b]]],
            !.folio = [p \in Folio |->
                         IF left(p) = 0 THEN @[p]
                         ELSE [@[p] EXCEPT !.refs = @ - left(p)]]]

\* set_pte_range(): process p comes to map folio q at block b.
MapFolio(c, p, b, q, writable) ==
  LET c1 == Zap(c, {x \in Ptes(c) : x = <<p, b>>})
      c2 == [c1 EXCEPT !.pte[p][b] = FolioPte(q, writable)]
  IN IF q = ZeroPage THEN c2 ELSE [c2 EXCEPT !.folio[q].refs = @ + 1]

\* folio_mkclean(): no page table can store to the folios P any more.
WriteProtect(c, P) ==
  IF \A x \in Ptes(c) : ~c.pte[x[1]][x[2]].writable THEN c
  ELSE [c EXCEPT !.pte = [p \in Process |-> [b \in Block |->
         IF <<p, b>> \in Ptes(c) /\ @[p][b].folio \in P
         THEN [@[p][b] EXCEPT !.writable = FALSE] ELSE @[p][b]]]]

\* Private copies of blocks B of f go: the file ends before them.
DropCopies(c, f, B) ==
  IF Viewers(c, f) = {} THEN c
  ELSE [c EXCEPT !.pte = [p \in Process |-> [b \in Block |->
         IF p \in Viewers(c, f) /\ b \in B /\ @[p][b].kind = "copy"
         THEN NoPte ELSE @[p][b]]]]

------------------------------------------------------------------------------
(* Pins: counted in a folio's references, and apart from them.             *)

Pins(c, p) == {h \in Handle : c.pin[h].kind # "none" /\ c.pin[h].folio = p}
WritePinned(c, p) == \E h \in Pins(c, p) : c.pin[h].kind = "write"

\* What may be taken from its mapping or moved: folio_ref_freeze() would succeed,
\* for only the mapping and page tables have it; and it is not poisoned.
Movable(c, p) ==
  /\ c.folio[p].refs = 1 + Cardinality(PtesOf(c, p))
  /\ ~c.folio[p].poisoned

------------------------------------------------------------------------------
(* Folios.                                                                 *)

NewFolio(c)  == Lowest({p \in Folio : c.folio[p] = FreeFolio})

\* Folio p becomes x.  Not [c EXCEPT !.folio[p] = x]: where c.folio is not yet
\* evaluated, TLC 2.18 mixes up two such steps, and fails.
SetFolio(c, p, x) ==
  [c EXCEPT !.folio = [q \in Folio |-> IF q = p THEN x ELSE @[q]]]

\* filemap_add_folio(): the mapping's reference is the only one.
AddFolio(c, p, mapping, index, data, dirty) ==
  SetFolio(c, p, [mapping |-> mapping, index |-> index, data |-> data,
                  dirty |-> dirty, poisoned |-> FALSE, refs |-> 1])

\* filemap_remove_folio() and the drop of the mapping's reference.  What is
\* pinned outlives its mapping, but nothing can find it any more (D8).
Removed(x) ==
  IF x.refs = 1 THEN FreeFolio
  ELSE [x EXCEPT !.mapping = <<"none">>, !.index = 0, !.dirty = FALSE,
                 !.poisoned = FALSE, !.refs = @ - 1]
RemoveFolios(c, P) ==
  IF P = {} THEN c
  ELSE [c EXCEPT !.folio =
         [p \in Folio |-> IF p \in P THEN Removed(@[p]) ELSE @[p]]]

------------------------------------------------------------------------------
(* Referrers (D4): a fragment knows which files refer to it, where.        *)

Covers(r, o) == r.offset <= o /\ o < r.offset + r.len

\* What is left of referrer r without blocks b..b+n-1 of file f.
Cut(r, f, b, n) ==
  IF r.file # f \/ b + n <= r.at \/ r.at + r.len <= b THEN {r}
  ELSE LET right == Max(0, (b + n) - r.at)
       IN {x \in {[r EXCEPT !.len = b - r.at],
                  [r EXCEPT !.at = @ + right, !.offset = @ + right,
                            !.len = @ - right]} : x.len > 0}

\* Adds blocks b..b+n-1 of f at offset o; joins with what it continues.
Join(R, f, b, o, n) ==
  LET prev == {r \in R : /\ r.file = f
                         /\ r.at + r.len = b
                         /\ r.offset + r.len = o}
      next == {r \in R : r.file = f /\ r.at = b + n /\ r.offset = o + n}
      Width(S) == IF S = {} THEN 0 ELSE (CHOOSE r \in S : TRUE).len
  IN (R \ (prev \cup next))
     \cup {[file |-> f, at |-> b - Width(prev), offset |-> o - Width(prev),
            len |-> Width(prev) + n + Width(next)]}

------------------------------------------------------------------------------
(* Get and put (D3).  The count is the number of slots that refer.         *)

\* The fragment of extent e, found by its key or made anew (D2).
FindFragment(c, e) ==
  IF c.fragment[e].count > 0 THEN c.fragment[e]
  ELSE [NoFragment EXCEPT !.folios = [o \in DOMAIN c.extent[e] |-> NoFolio]]

\* Slots b..b+n-1 of f come to refer to e from offset o: count, referrer,
\* slots, in that order.  A run of n slots adds n; no folio is touched.
Get(c, f, b, n, e, o) ==
  LET fr == FindFragment(c, e)
  IN [c EXCEPT
       !.fragment[e] = [fr EXCEPT !.count = @ + n,
                                  !.referrers = Join(@, f, b, o, n)],
       !.slot[f] = [i \in Block |-> IF b <= i /\ i < b + n
                                    THEN Ref(e, o + (i - b)) ELSE @[i]]]

\* Fragment fr without slots b..b+n-1 of f, of which k referred to it.
\* Count zero is final: the fragment is gone with all its folios (D8).
\* Else a folio that no referrer covers any longer is dead and goes (D3).
Put(fr, f, b, n, k) ==
  IF fr.count = k THEN NoFragment
  ELSE LET left == UNION {Cut(r, f, b, n) : r \in fr.referrers}
       IN [count     |-> fr.count - k,
           referrers |-> left,
           folios    |-> [o \in DOMAIN fr.folios |->
                            IF \E r \in left : Covers(r, o)
                            THEN fr.folios[o] ELSE NoFolio]]

FoliosOf(fr) == {fr.folios[o] : o \in DOMAIN fr.folios} \ {NoFolio}

\* Slots b..b+n-1 of f become empty: page tables of this file's views are
\* zapped, own folios go, references are put.  Never touches a folio that
\* another file can still reach, nor that file's page tables (D3, D8).
EmptySlots(c, f, b, n) ==
  LET s    == c.slot[f]
      R    == b .. b + n - 1
      own  == {i \in R : s[i].kind = "own"}
      ref  == {i \in R : s[i].kind = "ref"}
      E    == {s[i].fragment : i \in ref}
      put  == [e \in E |-> Put(c.fragment[e], f, b, n,
                 Cardinality({i \in ref : s[i].fragment = e}))]
      dead == UNION {FoliosOf(c.fragment[e]) \ FoliosOf(put[e]) : e \in E}
      zapped == Zap(c, PtesAt(c, f, R))
  IN IF own = {} /\ ref = {} THEN zapped
     ELSE RemoveFolios(
            [zapped EXCEPT
              !.slot[f] = [i \in Block |-> IF i \in R THEN Empty ELSE @[i]],
              !.fragment = IF E = {} THEN @ ELSE
                [e \in Extent |-> IF e \in E THEN put[e] ELSE @[e]]],
            {s[i].folio : i \in own} \cup dead)

\* The folio that block b of f has in the cache, if any.
FolioAt(c, f, b) ==
  LET s == c.slot[f][b]
  IN CASE s.kind = "own"   -> s.folio
       [] s.kind = "ref"   -> c.fragment[s.fragment].folios[s.offset]
       [] s.kind = "empty" -> NoFolio

==============================================================================
