------------------------------ MODULE CacheState ------------------------------
(***************************************************************************)
(* Models     : the state of the page cache: block maps, extents, slots,   *)
(*              fragments, folios, page tables of mapped views, pins, and  *)
(*              what of it lasts; ids; the empty cache.                    *)
(* Refines    : nothing by itself; FragmentCache has the steps.            *)
(* Kernel     : struct inode, address_space, folio, vm_area_struct; the    *)
(*              block maps and reference counts of XFS and btrfs.          *)
(* Not here   : LRU lists, memcg, readahead: they choose what to reclaim   *)
(*              or fill, and here every choice is an argument (D16).       *)
(*              Anonymous folios: a private copy is bytes in a page table, *)
(*              which no other process and no mapping can reach.           *)
(* Checked    : MCFragmentCache_* in models.json.                          *)
(*                                                                         *)
(* D-numbers are those of the list in README.md.                           *)
(***************************************************************************)
EXTENDS Calls

VARIABLES
  inode,     \* [File -> {"absent", "evicted", "incore", "orphan"}]; an orphan
             \*   has no name, but a view maps it
  size,      \* [File -> 0..MaxSize]  i_size, in units
  bmap,      \* [File -> [Block -> Mapped]]  the block map, which lasts (D2)
  extent,    \* [Extent -> [0..len-1 -> [data, refs]]]  the store's shared
             \*   extents: bytes, and block maps that refer to each block
  slot,      \* [File -> [Block -> Slot]]  the mapping's entries: cache (D2)
  fragment,  \* [Extent -> [count, referrers, folios]]  by key (D2, D3, D4)
  folio,     \* [Folio -> [mapping, index, data, dirty, poisoned, refs]]  (D1)
  view,      \* [Process -> NoView or [kind, file]]  a process's one VMA
  pte,       \* [Process -> [Block -> Pte]]  its page table
  pin,       \* [Handle -> NoPin or [kind, file, at, folio]]
  durable    \* [exists, size, bmap, extent]  what a crash leaves

vars == <<inode, size, bmap, extent, slot, fragment, folio, view, pte, pin,
          durable>>

(***************************************************************************)
(* Ids.  Each mapped block needs one extent and one folio at most; a write *)
(* to a shared block, or a migration, holds the new folio before it drops  *)
(* the old; a pin may keep one that is in no mapping.  So these bounds     *)
(* never bind.  New ids are the lowest free (D16).                         *)
(***************************************************************************)
Extent == 1 .. Cardinality(File) * Blocks
Folio  == 1 .. Cardinality(File) * Blocks + 1 + Cardinality(Handle)
Lowest(S) == CHOOSE x \in S : \A y \in S : x <= y

\* Entries of a block map.  data is what the store holds.  Memory-backed files
\* have no store, and no block map: a slot is all there is.
Hole             == [kind |-> "hole"]
Own(d)           == [kind |-> "own", data |-> d]
Shared(e, o)     == [kind |-> "shared", extent |-> e, offset |-> o]
Mapped ==
  {Hole} \cup {Own(d) : d \in Bytes}
  \cup {Shared(e, o) : e \in Extent, o \in Block}

\* Entries of a mapping.
Empty            == [kind |-> "empty"]
OwnFolio(p)      == [kind |-> "own", folio |-> p]
Ref(e, o)        == [kind |-> "ref", fragment |-> e, offset |-> o]
Slot ==
  {Empty} \cup {OwnFolio(p) : p \in Folio}
  \cup {Ref(e, o) : e \in Extent, o \in Block}

\* Entries of a page table.  The zero page, which a hole is mapped to, is no
\* folio of the cache.  A private copy belongs to the process alone.
ZeroPage         == 0
NoPte            == [kind |-> "none"]
FolioPte(p, w)   == [kind |-> "folio", folio |-> p, writable |-> w]
CopyPte(d)       == [kind |-> "copy", data |-> d]
Pte ==
  {NoPte} \cup {FolioPte(p, w) : p \in Folio \cup {ZeroPage}, w \in BOOLEAN}
  \cup {CopyPte(d) : d \in Bytes}

NoView           == [kind |-> "none"]
NoPin            == [kind |-> "none"]
View(k, f)       == [kind |-> k, file |-> f]
FreeExtent       == <<>>    \* no block
NoFolio          == 0
NoFragment       == [count |-> 0, referrers |-> {}, folios |-> <<>>]
FreeFolio        == [mapping |-> <<"none">>, index |-> 0, data |-> ZeroBytes,
                     dirty |-> FALSE, poisoned |-> FALSE, refs |-> 0]
FileMapping(f)     == <<"file", f>>
FragmentMapping(e) == <<"fragment", e>>
Referrers ==
  [file : File, at : Block, offset : Block, len : 1 .. Blocks]

\* Functions on 0..n-1, for n up to Blocks; n = 0 gives <<>>.
Rows(S) == UNION {[0 .. n - 1 -> S] : n \in 0 .. Blocks}

\* Whether x is in Rows([data : Bytes, refs : Nat]).  Not as a set by name:
\* TLC would enumerate it when it loads the module.
IsExtent(x) ==
  /\ DOMAIN x \in {0 .. n - 1 : n \in 0 .. Blocks}
  /\ \A o \in DOMAIN x : /\ DOMAIN x[o] = {"data", "refs"}
                         /\ x[o].data \in Bytes
                         /\ x[o].refs \in 0 .. Cardinality(Folio)

TypeOK ==
  /\ inode \in [File -> {"absent", "evicted", "incore", "orphan"}]
  /\ size \in [File -> 0 .. MaxSize]
  /\ \A f \in File : DOMAIN bmap[f] = Block /\ DOMAIN slot[f] = Block
  /\ \A f \in File : \A b \in Block : bmap[f][b] \in Mapped
  /\ \A f \in File : \A b \in Block : slot[f][b] \in Slot
  /\ DOMAIN extent = Extent /\ DOMAIN fragment = Extent
  /\ \A e \in Extent :
       /\ IsExtent(extent[e])
       /\ fragment[e].count \in Nat
       /\ fragment[e].referrers \subseteq Referrers
       /\ fragment[e].folios \in Rows(Folio \cup {NoFolio})
  /\ DOMAIN folio = Folio
  /\ \A p \in Folio :
       /\ folio[p].mapping \in {<<"none">>} \cup {FileMapping(f) : f \in File}
                               \cup {FragmentMapping(e) : e \in Extent}
       /\ folio[p].index \in Block
       /\ folio[p].data \in Bytes
       /\ folio[p].dirty \in BOOLEAN
       /\ folio[p].poisoned \in BOOLEAN
       /\ folio[p].refs \in Nat
  /\ view \in [Process -> {NoView} \cup {View(k, f) : k \in ViewKind, f \in File}]
  /\ DOMAIN pte = Process
  /\ \A p \in Process : DOMAIN pte[p] = Block /\ \A b \in Block : pte[p][b] \in Pte
  /\ pin \in [Handle -> {NoPin} \cup [kind : PinKind, file : File, at : Unit,
                                      folio : Folio \cup {ZeroPage}]]
  /\ durable.exists \in [File -> BOOLEAN]
  /\ durable.size \in [File -> 0 .. MaxSize]
  /\ \A f \in File : \A b \in Block : durable.bmap[f][b] \in Mapped
  /\ \A e \in Extent : IsExtent(durable.extent[e])

EmptyImage ==
  [exists |-> [f \in File |-> FALSE],
   size |-> [f \in File |-> 0],
   bmap |-> [f \in File |-> [b \in Block |-> Hole]],
   extent |-> [e \in Extent |-> FreeExtent]]

------------------------------------------------------------------------------
(* Parts of a step take the cache c, a record of the variables, to the     *)
(* cache after it; an action chains them in the order of the call.         *)

Cache == [inode |-> inode, size |-> size, bmap |-> bmap, extent |-> extent,
          slot |-> slot, fragment |-> fragment, folio |-> folio,
          view |-> view, pte |-> pte, pin |-> pin, durable |-> durable]

Become(c) ==
  /\ inode' = c.inode
  /\ size' = c.size
  /\ bmap' = c.bmap
  /\ extent' = c.extent
  /\ slot' = c.slot
  /\ fragment' = c.fragment
  /\ folio' = c.folio
  /\ view' = c.view
  /\ pte' = c.pte
  /\ pin' = c.pin
  /\ durable' = c.durable

\* The cache in which everything is as the durable image says, and nothing is
\* in memory: how it starts, and what a crash leaves.
Restart(image) ==
  [inode |-> [f \in File |-> IF image.exists[f] THEN "evicted" ELSE "absent"],
   size |-> image.size,
   bmap |-> image.bmap,
   extent |-> image.extent,
   slot |-> [f \in File |-> [b \in Block |-> Empty]],
   fragment |-> [e \in Extent |-> NoFragment],
   folio |-> [p \in Folio |-> FreeFolio],
   view |-> [p \in Process |-> NoView],
   pte |-> [p \in Process |-> [b \in Block |-> NoPte]],
   pin |-> [h \in Handle |-> NoPin],
   durable |-> image]

Init ==
  LET c == Restart(EmptyImage)
  IN /\ inode = c.inode
     /\ size = c.size
     /\ bmap = c.bmap
     /\ extent = c.extent
     /\ slot = c.slot
     /\ fragment = c.fragment
     /\ folio = c.folio
     /\ view = c.view
     /\ pte = c.pte
     /\ pin = c.pin
     /\ durable = c.durable

==============================================================================
