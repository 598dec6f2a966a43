--------------------------- MODULE MappingRedirect ---------------------------
(***************************************************************************)
(* Models     : the thread's closing idea, on tmpfs.  inode->i_mapping     *)
(*              points to another address space: a clone of a whole file   *)
(*              sets a pointer.  The first write to a file whose mapping   *)
(*              others have too copies it (Grain = "file": all of it), and *)
(*              points the inode to the copy.  With Grain = "block" the    *)
(*              inode keeps the shared mapping, and blocks that it wrote   *)
(*              to are in its own i_data, which is looked up first.        *)
(* Refines    : FileView, if views and open files follow (MovesViews).     *)
(*              With Grain = "block", or files of one block, it refines    *)
(*              FragmentCache in memory, by FC at the end: the way from    *)
(*              the quick hack to fragments, rung by rung.                 *)
(* Gives up   : as it stands NoStalePteInv and DescriptorInv; always       *)
(*              MemoryBoundInv, after the first write (_Limit); sharing of *)
(*              ranges, at other offsets, of a file that was written to.   *)
(* Kernel     : mm/shmem.c; inode->i_mapping, file->f_mapping;             *)
(*              mm/util.c vma_set_file(); fs/erofs/ishare.c, which does    *)
(*              this for read-only files; fs/overlayfs copy-up.            *)
(* Atomicity  : a call is a step.  The anomaly needs no race: a view stays *)
(*              in the i_mmap that it was made in.                         *)
(* Not here   : swap; but with "Ranges", holes: a file is written from its *)
(*              start, so that a mapping is one run.                       *)
(* Checked    : MCMappingRedirect_* in models.json.                        *)
(***************************************************************************)
EXTENDS Calls

CONSTANTS
  Grain,        \* "file" or "block": what the first write copies
  MovesViews    \* whether the redirect takes views and open files along

ASSUME InMemoryAssumption == UnitsPerBlock = 1 /\ Backing = "memory" /\ Handle = {}
ASSUME GrainAssumption == Grain \in {"file", "block"} /\ MovesViews \in BOOLEAN

\* Holes, and clones of what is no whole file, which are copied: what a cache in
\* Java has to do something about.
Ranges == "Ranges" \in Ops
ASSUME RangesAssumption == Ranges => Grain = "file"

VARIABLES
  exists,    \* [File -> BOOLEAN]
  size,      \* [File -> 0..Blocks]
  imapping,  \* [File -> Mapping or NoMapping]  i_mapping
  pages,     \* [Mapping -> [Block -> Folio or NoFolio]]  its i_pages
  shared,    \* [Mapping -> BOOLEAN]  more than one inode came to point to it
  own,       \* [File -> [Block -> Folio or NoFolio]]  i_data of a file that
             \*   points elsewhere, with Grain = "block"
  folio,     \* [Folio -> [mapping, index, data, origin, refs]]  origin: the
             \*   write that its bytes came by
  view,      \* [Process -> File or NoView]  an open file, mapped MAP_SHARED
  fmapping,  \* [Process -> Mapping or NoMapping]  its f_mapping, and the i_mmap
             \*   that its VMA is in
  pte,       \* [Process -> [Block -> [folio, writable]]]
  aux_number, \* [Mapping -> 0..]  the fragment that a shared mapping stands for
  aux_len    \* [Mapping -> 0..Blocks]  and its length

vars == <<exists, size, imapping, pages, shared, own, folio, view, fmapping, pte,
          aux_number, aux_len>>

NoMapping == 0
NoFolio   == 0
Mapping == 1 .. Cardinality(File) + 1
Folio   == 1 .. 2 * Cardinality(File) * Blocks + 1   \* a file and its copy
Fragment == 1 .. Cardinality(File) * Blocks
Lowest(S) == CHOOSE x \in S : \A y \in S : x <= y

NoView == [kind |-> "none"]
NoPte  == [folio |-> NoFolio, writable |-> FALSE]
Nothing == [b \in Block |-> NoFolio]
FreeFolio == [mapping |-> <<"none">>, index |-> 0, data |-> Zero, origin |-> 0,
              refs |-> 0]

TypeOK ==
  /\ exists \in [File -> BOOLEAN]
  /\ size \in [File -> 0 .. Blocks]
  /\ imapping \in [File -> Mapping \cup {NoMapping}]
  /\ pages \in [Mapping -> [Block -> Folio \cup {NoFolio}]]
  /\ own \in [File -> [Block -> Folio \cup {NoFolio}]]
  /\ shared \in [Mapping -> BOOLEAN]
  /\ fmapping \in [Process -> Mapping \cup {NoMapping}]

Init ==
  /\ exists = [f \in File |-> FALSE]
  /\ size = [f \in File |-> 0]
  /\ imapping = [f \in File |-> NoMapping]
  /\ pages = [m \in Mapping |-> Nothing]
  /\ shared = [m \in Mapping |-> FALSE]
  /\ own = [f \in File |-> Nothing]
  /\ folio = [p \in Folio |-> FreeFolio]
  /\ view = [p \in Process |-> NoView]
  /\ fmapping = [p \in Process |-> NoMapping]
  /\ pte = [p \in Process |-> [b \in Block |-> NoPte]]
  /\ aux_number = [m \in Mapping |-> 0]
  /\ aux_len = [m \in Mapping |-> 0]

Cache == [exists |-> exists, size |-> size, imapping |-> imapping,
          pages |-> pages, shared |-> shared, own |-> own, folio |-> folio,
          view |-> view, fmapping |-> fmapping, pte |-> pte,
          number |-> aux_number, len |-> aux_len]

Become(c) ==
  /\ exists' = c.exists
  /\ size' = c.size
  /\ imapping' = c.imapping
  /\ pages' = c.pages
  /\ shared' = c.shared
  /\ own' = c.own
  /\ folio' = c.folio
  /\ view' = c.view
  /\ fmapping' = c.fmapping
  /\ pte' = c.pte
  /\ aux_number' = c.number
  /\ aux_len' = c.len

------------------------------------------------------------------------------
(* Parts of a step take the cache c to the cache after it.                 *)

\* The folio that a lookup finds through i_mapping m for file f.
Through(c, m, f, b) ==
  IF c.own[f][b] # NoFolio THEN c.own[f][b]
  ELSE IF m = NoMapping THEN NoFolio ELSE c.pages[m][b]
FolioAt(c, f, b) == Through(c, c.imapping[f], f, b)

InUse(c, p) == c.folio[p].refs > 0
NewFolio(c) == Lowest({p \in Folio : ~InUse(c, p)})
\* Which write this is.
Origin(c)   == Lowest({x \in 1 .. Cardinality(Folio) + 1 :
                         \A p \in Folio : c.folio[p].origin # x})

Referrers(c, m) == {f \in File : c.imapping[f] = m}
NewMapping(c) == Lowest({m \in Mapping : Referrers(c, m) = {}
                           /\ \A p \in Process : c.fmapping[p] # m})

SetFolio(c, p, x) ==
  [c EXCEPT !.folio = [q \in Folio |-> IF q = p THEN x ELSE @[q]]]
PutFolios(c, P) ==
  [c EXCEPT !.folio = [p \in Folio |->
     IF p \notin P THEN @[p]
     ELSE IF @[p].refs <= 1 THEN FreeFolio ELSE [@[p] EXCEPT !.refs = @ - 1]]]

Ptes(c) == {x \in Process \X Block : c.pte[x[1]][x[2]].folio # NoFolio}
PtesOf(c, p) == {x \in Ptes(c) : c.pte[x[1]][x[2]].folio = p}
Viewers(c, f) == {p \in Process : c.view[p] = f}
PtesAt(c, f, B) == {x \in Ptes(c) : x[1] \in Viewers(c, f) /\ x[2] \in B}
Zap(c, X) ==
  LET left(p) == Cardinality({x \in X : c.pte[x[1]][x[2]].folio = p})
  IN [c EXCEPT
       !.pte = [p \in Process |-> [b \in Block |->
                  IF <<p, b>> \in X THEN NoPte ELSE @[p][b]]],
       !.folio = [p \in Folio |->
                    IF left(p) = 0 THEN @[p]
                    ELSE IF @[p].refs = left(p) THEN FreeFolio
                    ELSE [@[p] EXCEPT !.refs = @ - left(p)]]]

\* Whether a file finds block b of mapping m there.
Uses(c, m, f, b) ==
  /\ c.imapping[f] = m /\ b < c.size[f] /\ c.own[f][b] = NoFolio
  /\ c.pages[m][b] # NoFolio

\* What no file finds any more goes: a block that each has of its own, and the
\* whole mapping with its last inode.  An open file pins it.
Dropped(c, m) ==
  LET dead == {b \in Block : /\ c.pages[m][b] # NoFolio
                             /\ \A f \in File : ~Uses(c, m, f, b)
                             /\ \A p \in Process : c.fmapping[p] # m
                                                   \/ c.imapping[c.view[p]] = m}
      x == PutFolios([c EXCEPT !.pages[m] = [b \in Block |->
                        IF b \in dead THEN NoFolio ELSE @[b]]],
                     {c.pages[m][b] : b \in dead})
  IN IF m = NoMapping THEN c
     ELSE IF Referrers(c, m) # {} THEN x
     ELSE [x EXCEPT !.shared[m] = FALSE, !.number[m] = 0, !.len[m] = 0]

\* f comes to point to mapping m; what it has of its own goes.
Pointed(c, f, m) ==
  LET z == IF MovesViews THEN Zap(c, PtesAt(c, f, Block)) ELSE c
      V == IF MovesViews THEN Viewers(c, f) ELSE {}
      x == PutFolios([z EXCEPT !.imapping[f] = m, !.own[f] = Nothing,
                        !.fmapping = [p \in Process |->
                                        IF p \in V THEN m ELSE @[p]]],
                     {c.own[f][b] : b \in Block} \ {NoFolio})
  IN Dropped(x, c.imapping[f])

\* A folio at index b of mapping m, with bytes d.
AddPage(c, m, b, d, origin) ==
  LET p == NewFolio(c)
  IN [SetFolio(c, p, [mapping |-> <<"mapping", m>>, index |-> b, data |-> d,
                      origin |-> origin, refs |-> 1])
        EXCEPT !.pages[m][b] = p]

\* Blocks b..end-1 of f are copied to mapping m, but for block u, which is
\* written to, and holes.
RECURSIVE Copied(_, _, _, _, _, _, _)
Copied(c, f, m, b, end, u, d) ==
  IF b >= end THEN c
  ELSE LET p == FolioAt(c, f, b)
       IN Copied(IF b = u THEN AddPage(c, m, b, d, Origin(c))
                 ELSE IF p = NoFolio THEN c
                 ELSE AddPage(c, m, b, c.folio[p].data, c.folio[p].origin),
                 f, m, b + 1, end, u, d)

\* Block u of f becomes d.
StoreBlock(c, f, u, d) ==
  LET m == c.imapping[f]
      n == NewMapping(c)
      p == FolioAt(c, f, u)
      q == NewFolio(c)
      Changed(x) == [x EXCEPT !.data = d, !.origin = Origin(c)]
  IN IF ~c.shared[m]
     THEN IF p = NoFolio THEN AddPage(c, m, u, d, Origin(c))
          ELSE SetFolio(c, p, Changed(c.folio[p]))
     ELSE IF Grain = "file"
     THEN Pointed(Copied(c, f, n, 0, Max(c.size[f], u + 1), u, d), f, n)
     ELSE IF c.own[f][u] # NoFolio THEN SetFolio(c, p, Changed(c.folio[p]))
     ELSE LET x == SetFolio(c, q, [mapping |-> <<"own", f>>, index |-> u,
                                   data |-> d, origin |-> Origin(c), refs |-> 1])
          IN Dropped([Zap(x, PtesAt(x, f, {u})) EXCEPT !.own[f][u] = q], m)

\* f loses blocks n..Blocks-1.  With nothing left, or something to copy, it
\* points to a mapping of its own.
Shrunk(c, f, n) ==
  LET m == c.imapping[f]
      k == NewMapping(c)
      z == Zap(c, PtesAt(c, f, n .. Blocks - 1))
      P == {c.own[f][b] : b \in n .. Blocks - 1} \ {NoFolio}
      x == PutFolios([z EXCEPT !.size[f] = n,
                               !.own[f] = [b \in Block |->
                                  IF b >= n THEN NoFolio ELSE @[b]]], P)
  IN IF n >= c.size[f] THEN [c EXCEPT !.size[f] = n]
     ELSE IF n = 0 /\ c.shared[m] THEN Pointed(x, f, k)
     ELSE IF c.shared[m] /\ Grain = "file"
     THEN Pointed(Copied(x, f, k, 0, n, Blocks, Zero), f, k)
     ELSE Dropped(x, m)

\* Mapping k gets what g has when blocks u.. of f have replaced its n blocks
\* from v on, all copied.
RECURSIVE Spliced(_, _, _, _, _, _, _, _)
Spliced(c, f, u, n, g, v, k, b) ==
  IF b >= Max(c.size[g], v + n) THEN c
  ELSE LET p == IF v <= b /\ b < v + n THEN FolioAt(c, f, u + b - v)
                ELSE FolioAt(c, g, b)
       IN Spliced(IF p = NoFolio THEN c
                  ELSE AddPage(c, k, b, c.folio[p].data, c.folio[p].origin),
                  f, u, n, g, v, k, b + 1)

\* g comes to point to f's mapping.
Redirected(c0, f, g) ==
  LET m == c0.imapping[f]
      c == Pointed(Zap(c0, PtesAt(c0, g, Block)), g, m)
      Refers(k) == \E h \in File : \E b \in Block : Uses(c, k, h, b)
      e == Lowest({i \in Fragment : \A k \in Mapping :
                     c.shared[k] /\ Refers(k) => c.number[k] # i})
  IN [c EXCEPT
       !.shared[m] = TRUE,
       !.size[g] = c.size[f],
       !.number[m] = IF c0.shared[m] THEN @ ELSE e,
       !.len[m] = IF c0.shared[m] THEN @ ELSE c.size[f],
       !.pte = [p \in Process |-> [b \in Block |->
          IF c.fmapping[p] = m THEN [@[p][b] EXCEPT !.writable = FALSE]
          ELSE @[p][b]]]]

------------------------------------------------------------------------------
(* What an application sees.                                               *)

Seen == [f \in File |-> [b \in Block |->
           IF b < size[f] /\ FolioAt(Cache, f, b) # NoFolio
           THEN folio[FolioAt(Cache, f, b)].data ELSE Zero]]

FV == INSTANCE FileView WITH
        content  <- Seen,
        view     <- [p \in Process |->
                       IF view[p] = NoView THEN NoView
                       ELSE [kind |-> "shared", file |-> view[p],
                             copy |-> [b \in Block |-> <<>>]]],
        pin      <- [h \in Handle |-> NoView],
        poisoned <- {},
        left     <- [f \in File |-> [exists |-> {FALSE}, size |-> {0},
                                     content |-> [u \in Unit |-> {Zero}]]],
        storage  <- [f \in File |-> [b \in Block |-> "hole"]],
        room     <- 0

\* How a call ends is the same in every design.
Outcome(call) == FV!Outcome(call)

------------------------------------------------------------------------------

Create(f) ==
  /\ FV!CreateStatus(f) = "OK"
  /\ Become([Cache EXCEPT !.exists[f] = TRUE, !.imapping[f] = NewMapping(Cache)])

Read(f, u) ==                             \* shmem_file_read_iter()
  /\ FV!ReadStatus(f, u) = "OK"
  /\ UNCHANGED vars

Write(f, u, d) ==                         \* shmem_file_write_iter()
  /\ FV!WriteStatus(f, u) = "OK" /\ (~Ranges => u <= size[f])
  /\ Become([StoreBlock(Cache, f, u, d) EXCEPT !.size[f] = Max(@, u + 1)])

Truncate(f, n) ==                         \* shmem_setattr()
  /\ FV!TruncateStatus(f, n) = "OK" /\ (~Ranges => n <= size[f])
  /\ Become(Shrunk(Cache, f, n))

\* Whole files only, and none that has blocks of its own over a shared mapping:
\* that would take a mapping over a mapping, and is what fragments are for.
\* With Ranges any other range is copied, as cp --reflink=auto does.
Clone(f, u, n, g, v) ==                   \* vfs_clone_file_range()
  /\ ~Ranges => u = 0 /\ n = 0 /\ v = 0 /\ size[f] > 0
  /\ FV!CloneStatus(f, u, n, g, v) = "OK"
  /\ LET len == IF n = 0 THEN size[f] - u ELSE n
         k   == NewMapping(Cache)
     IN IF len = 0 THEN UNCHANGED vars
        ELSE IF f # g /\ u = 0 /\ v = 0 /\ len = size[f] /\ size[g] <= len
        THEN own[f] = Nothing /\ Become(Redirected(Cache, f, g))
        ELSE /\ Ranges
             /\ Become([Pointed(Spliced(Cache, f, u, len, g, v, k, 0), g, k)
                          EXCEPT !.size[g] = Max(@, v + len)])

Unlink(f) ==                              \* shmem_unlink(), shmem_evict_inode()
  /\ exists[f] /\ Viewers(Cache, f) = {}
  /\ Become([Pointed([Cache EXCEPT !.size[f] = 0], f, NoMapping)
               EXCEPT !.exists[f] = FALSE])

\* open(2) and mmap(2): f_mapping, and the i_mmap, are those of now.
Mmap(p, f) ==
  /\ FV!MapStatus(p, f) = "OK"
  /\ Become([Cache EXCEPT !.view[p] = f, !.fmapping[p] = imapping[f]])

SetPte(c, p, b, q, w) ==
  LET z == Zap(c, Ptes(c) \cap {<<p, b>>})
  IN [SetFolio(z, q, [z.folio[q] EXCEPT !.refs = @ + 1])
        EXCEPT !.pte[p][b] = [folio |-> q, writable |-> w]]

Load(p, u) ==                             \* shmem_fault(), by vm_file->f_mapping
  /\ FV!LoadStatus(p, u) = "OK"
  /\ pte[p][u] = NoPte
  /\ LET q == Through(Cache, fmapping[p], view[p], u)
     IN q # NoFolio /\ Become(SetPte(Cache, p, u, q, FALSE))

Store(p, u, d) ==                         \* do_shared_fault()
  /\ FV!StoreViewStatus(p, u) = "OK"
  /\ LET c == StoreBlock(Cache, view[p], u, d)
     IN Become(SetPte(c, p, u, FolioAt(c, view[p], u), TRUE))

Next ==
  \/ \E f \in On("Create", File) : Create(f)
  \/ \E f \in On("Read", File), u \in Offset : Read(f, u)
  \/ \E f \in On("Write", Writable), u \in Offset, d \in Data : Write(f, u, d)
  \/ \E f \in On("Truncate", File), n \in Size : Truncate(f, n)
  \/ \E f \in On("Clone", Source), u \in Offset, n \in Length,
        g \in Destination, v \in Offset : Clone(f, u, n, g, v)
  \/ \E f \in On("Unlink", File) : Unlink(f)
  \/ \E p \in On("Map", Process), f \in File : Mmap(p, f)
  \/ \E p \in On("Load", Process), u \in Block : Load(p, u)
  \/ \E p \in On("Store", Process), u \in Block, d \in Data : Store(p, u, d)

Spec == Init /\ [][Next]_vars

------------------------------------------------------------------------------
(* The properties that every design is held to.                            *)

RefinesProp == FV!Spec

SameEffectProp ==
  [][/\ \A f \in On("Write", File), u \in Block, d \in Data :
          Write(f, u, d) => FV!Write(f, u, d)
     /\ \A f \in On("Truncate", File), n \in Size :
          Truncate(f, n) => FV!Truncate(f, n)
     /\ \A f, g \in On("Clone", File), u, v \in Block, n \in Length :
          Clone(f, u, n, g, v) => FV!Clone(f, u, n, g, v)
     /\ \A f \in On("Unlink", File) : Unlink(f) => FV!Unlink(f)
     /\ \A p \in On("Store", Process), u \in Block, d \in Data :
          Store(p, u, d) => FV!Store(p, u, d)]_vars

Places(p) ==
  {<<<<"mapping", x[1]>>, x[2]>> : x \in {y \in Mapping \X Block : pages[y[1]][y[2]] = p}}
  \cup {<<<<"own", x[1]>>, x[2]>> : x \in {y \in File \X Block : own[y[1]][y[2]] = p}}

\* A cached folio is in the one mapping, at the one index, that it names.  A
\* mapping that several inodes point to is one mapping all the same.
OneOwnerInv ==
  \A p \in Folio : InUse(Cache, p) =>
    Places(p) = {<<folio[p].mapping, folio[p].index>>}

\* What an inode or page table names is in use.
NoUseAfterFreeInv ==
  /\ \A f \in File : \A b \in Block :
       FolioAt(Cache, f, b) # NoFolio => InUse(Cache, FolioAt(Cache, f, b))
  /\ \A x \in Ptes(Cache) : InUse(Cache, pte[x[1]][x[2]].folio)

\* From a folio every page table is found by its mapping's i_mmap, its index.
RmapCompleteInv ==
  \A x \in Ptes(Cache) :
    LET p == pte[x[1]][x[2]].folio
    IN /\ folio[p].index = x[2]
       /\ folio[p].mapping \in {<<"mapping", fmapping[x[1]]>>, <<"own", view[x[1]]>>}

\* A page table maps what a lookup finds: else MAP_SHARED and read(2) differ.
NoStalePteInv ==
  \A x \in Ptes(Cache) :
    /\ x[2] < size[view[x[1]]]
    /\ pte[x[1]][x[2]].folio = FolioAt(Cache, view[x[1]], x[2])

\* The first write takes the inode elsewhere, and every view with it: else what
\* overlayfs documents, a MAP_SHARED view that never sees what is written.
FirstWriteProp ==
  [][\A f \in On("Write", File), u \in Block, d \in Data :
       Write(f, u, d) /\ NoStalePteInv => NoStalePteInv']_vars

\* An open file reads the mapping that its inode has: else two descriptors of
\* one file, opened before and after the first write, read different bytes.
DescriptorInv ==
  \A p \in Process : view[p] # NoView => fmapping[p] = imapping[view[p]]

NoWritableSharedPteInv ==
  \A x \in Ptes(Cache) :
    pte[x[1]][x[2]].writable =>
      LET m == folio[pte[x[1]][x[2]].folio].mapping
      IN m[1] = "own" \/ ~shared[m[2]]

\* Never two folios for bytes that came by one write.
MemoryBoundInv ==
  \A p, q \in Folio :
    InUse(Cache, p) /\ InUse(Cache, q) /\ p # q => folio[p].origin # folio[q].origin

SharedImmutableProp ==
  [][\A m \in Mapping : \A b \in Block :
       shared[m] /\ pages[m][b] # NoFolio /\ pages'[m][b] = pages[m][b]
         => folio'[pages[m][b]].data = folio[pages[m][b]].data]_vars

\* Not even the first clone touches a folio of the source.
CloneTouchesNoFolioProp ==
  [][\A f, g \in File :
       Clone(f, 0, 0, g, 0) /\ size[g] = 0 => folio' = folio]_vars

\* Witnesses.
ReachSharedAtOffsets ==
  ~\E f, g \in File : \E b, d \in Block :
      f # g /\ b # d /\ b < size[f] /\ d < size[g]
      /\ FolioAt(Cache, f, b) # NoFolio /\ FolioAt(Cache, f, b) = FolioAt(Cache, g, d)
ReachRestShared ==
  ~\E f, g \in File : \E b, d \in Block :
      /\ f # g /\ b < size[f] /\ b < size[g] /\ d < size[g]
      /\ FolioAt(Cache, f, b) = FolioAt(Cache, g, b)
      /\ FolioAt(Cache, f, b) # NoFolio
      /\ own[g][d] # NoFolio
ReachSharedInMemory ==
  ~\E f, g \in File : f # g /\ size[f] > 0 /\ size[g] > 0
                      /\ FolioAt(Cache, f, 0) = FolioAt(Cache, g, 0)

------------------------------------------------------------------------------
(* The upper rung.  A shared mapping is a fragment, of which a file refers *)
(* to the blocks that it has none of its own for.                          *)

FragmentSlot(f, b) ==
  LET m == imapping[f]
  IN IF own[f][b] # NoFolio THEN [kind |-> "own", folio |-> own[f][b]]
     ELSE IF m = NoMapping \/ b >= size[f] \/ FolioAt(Cache, f, b) = NoFolio
     THEN [kind |-> "empty"]
     ELSE IF shared[m] THEN [kind |-> "ref", fragment |-> aux_number[m], offset |-> b]
     ELSE [kind |-> "own", folio |-> pages[m][b]]

RefBlocks(m, f) == {b \in Block : Uses(Cache, m, f, b)}
Runs(m, f) ==
  {x \in {[file |-> f, at |-> b, offset |-> b, len |-> n] :
            b \in Block, n \in 1 .. Blocks} :
     /\ \A i \in x.at .. x.at + x.len - 1 : i \in RefBlocks(m, f)
     /\ x.at - 1 \notin RefBlocks(m, f)
     /\ x.at + x.len \notin RefBlocks(m, f)}
AsFragment(e) ==
  LET M == {m \in Mapping : shared[m] /\ aux_number[m] = e
                            /\ \E f \in File : RefBlocks(m, f) # {}}
      m == CHOOSE x \in M : TRUE
  IN IF M = {} THEN [count |-> 0, referrers |-> {}, folios |-> <<>>]
     ELSE [count |-> Cardinality({x \in File \X Block : Uses(Cache, m, x[1], x[2])}),
           referrers |-> UNION {Runs(m, f) : f \in File},
           folios |-> [o \in 0 .. aux_len[m] - 1 |-> pages[m][o]]]
AsFolio(p) ==
  LET x == folio[p]
  IN [mapping |-> IF x.mapping[1] = "none" THEN <<"none">>
                  ELSE IF x.mapping[1] = "own" THEN <<"file", x.mapping[2]>>
                  ELSE IF shared[x.mapping[2]]
                  THEN <<"fragment", aux_number[x.mapping[2]]>>
                  ELSE <<"file", CHOOSE f \in File : imapping[f] = x.mapping[2]>>,
      index |-> x.index, data |-> <<x.data>>, dirty |-> FALSE,
      poisoned |-> FALSE, refs |-> x.refs]

FC == INSTANCE FragmentCache WITH
        inode    <- [f \in File |-> IF exists[f] THEN "incore" ELSE "absent"],
        bmap     <- [f \in File |-> [b \in Block |-> [kind |-> "hole"]]],
        extent   <- [e \in Fragment |-> <<>>],
        slot     <- [f \in File |-> [b \in Block |-> FragmentSlot(f, b)]],
        fragment <- [e \in Fragment |-> AsFragment(e)],
        folio    <- [p \in 1 .. Cardinality(File) * Blocks + 1 |-> AsFolio(p)],
        view     <- [p \in Process |->
                       IF view[p] = NoView THEN NoView
                       ELSE [kind |-> "shared", file |-> view[p]]],
        pte      <- [p \in Process |-> [b \in Block |->
                       IF pte[p][b] = NoPte THEN [kind |-> "none"]
                       ELSE [kind |-> "folio", folio |-> pte[p][b].folio,
                             writable |-> pte[p][b].writable]]],
        pin      <- [h \in Handle |-> NoView],
        durable  <- [exists |-> [f \in File |-> FALSE],
                     size |-> [f \in File |-> 0],
                     bmap |-> [f \in File |-> [b \in Block |-> [kind |-> "hole"]]],
                     extent |-> [e \in Fragment |-> <<>>]]

\* Every step is one of FragmentCache in memory: from here on to sharing ranges,
\* at any offset, nothing that was built has to be taken down.
RefinesFragmentsProp == FC!Spec

------------------------------------------------------------------------------
(* Cost of a step, counted over the transition.                            *)

FoliosTouched == {p \in Folio : folio'[p] # folio[p]}
EntriesChanged ==
  {x \in Mapping \X Block : pages'[x[1]][x[2]] # pages[x[1]][x[2]]}
  \cup {x \in File \X Block : own'[x[1]][x[2]] # own[x[1]][x[2]]}
MappingsLocked ==
  {<<"mapping", m>> : m \in {x \in Mapping : pages'[x] # pages[x]}}
  \cup {<<"own", f>> : f \in {x \in File : own'[x] # own[x]}}
FoliosCached == Cardinality({p \in Folio : folio'[p].refs > 0})

==============================================================================
