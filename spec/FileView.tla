------------------------------ MODULE FileView ------------------------------
(***************************************************************************)
(* Models     : what an application may see of a file system with clones:  *)
(*              which files exist, their sizes, their bytes, and what each *)
(*              call returns.  A clone is a copy.                          *)
(* Refines    : nothing; it is the top of the ladder.                      *)
(* Kernel     : the manual pages of the calls, and what was measured on    *)
(*              XFS and btrfs; fs/remap_range.c for the errors of clone.   *)
(* Not here   : cache, store, fragments: they must not be visible.         *)
(*              Mapped views, bytes within a block, pins, dedupe, crash,   *)
(*              a full store: later additions, each a variable or a call   *)
(*              more.  Times, modes, owners: clone changes them, but they  *)
(*              do not touch the cache.                                    *)
(* Checked    : MCFileView_* in models.json.                               *)
(***************************************************************************)
EXTENDS Calls

VARIABLES
  exists,    \* [File -> BOOLEAN]  the file has a name
  size,      \* [File -> 0..Blocks]  in blocks
  content    \* [File -> [Block -> AnyData]]  what a read of each block gives

vars == <<exists, size, content>>

TypeOK ==
  /\ exists \in [File -> BOOLEAN]
  /\ size \in [File -> 0 .. Blocks]
  /\ content \in [File -> [Block -> AnyData]]

NoBytes == [b \in Block |-> Zero]

Init ==
  /\ exists = [f \in File |-> FALSE]
  /\ size = [f \in File |-> 0]
  /\ content = [f \in File |-> NoBytes]

------------------------------------------------------------------------------
(* Outcomes: the status of each call, a state function.                    *)

ReadStatus(f, b) == IF exists[f] THEN "OK" ELSE "ENOENT"

\* At or past EOF a read succeeds and returns nothing.
ReadData(f, b) == IF b < size[f] THEN <<content[f][b]>> ELSE <<>>

WriteStatus(f, b) ==
  CASE ~exists[f]  -> "ENOENT"
    [] b >= Blocks -> "EFBIG"
    [] OTHER       -> "OK"

TruncateStatus(f, n) ==
  CASE ~exists[f] -> "ENOENT"
    [] n > Blocks -> "EFBIG"
    [] OTHER      -> "OK"

PunchStatus(f, b, n) ==
  CASE ~exists[f]     -> "ENOENT"
    [] n = 0          -> "EINVAL"
    [] b + n > Blocks -> "EFBIG"
    [] OTHER          -> "OK"

\* Length 0 means: to EOF.
CloneLength(f, b, n) == IF n = 0 THEN size[f] - b ELSE n

Overlap(f, b, g, c, n) == f = g /\ b < c + n /\ c < b + n

CloneStatus(f, b, n, g, c) ==
  LET len == CloneLength(f, b, n)
  IN CASE ~exists[f] \/ ~exists[g]  -> "ENOENT"
       [] len = 0                   -> "OK"       \* nothing to do
       [] b >= size[f]              -> "EINVAL"
       [] c >= Blocks               -> "EFBIG"
       [] \/ b + len > size[f]
          \/ c + len > Blocks
          \/ Overlap(f, b, g, c, len) -> "EINVAL"
       [] OTHER                     -> "OK"

FsyncStatus(f)  == IF exists[f] THEN "OK" ELSE "ENOENT"
CreateStatus(f) == IF exists[f] THEN "EEXIST" ELSE "OK"
UnlinkStatus(f) == IF exists[f] THEN "OK" ELSE "ENOENT"

Outcome(call) ==
  LET op == call[1]
      f  == call[2]
  IN CASE op = "Read" ->
            [status |-> ReadStatus(f, call[3]),
             data |-> IF ReadStatus(f, call[3]) = "OK"
                      THEN ReadData(f, call[3]) ELSE <<>>]
       [] op = "Write"    -> Returns(WriteStatus(f, call[3]))
       [] op = "Truncate" -> Returns(TruncateStatus(f, call[3]))
       [] op = "Punch"    -> Returns(PunchStatus(f, call[3], call[4]))
       [] op = "Clone"    ->
            Returns(CloneStatus(f, call[3], call[4], call[5], call[6]))
       [] op = "Fsync"    -> Returns(FsyncStatus(f))
       [] op = "Create"   -> Returns(CreateStatus(f))
       [] op = "Unlink"   -> Returns(UnlinkStatus(f))

------------------------------------------------------------------------------
(* Calls whose outcome is OK.                                              *)

Read(f, b) == ReadStatus(f, b) = "OK" /\ UNCHANGED vars

Write(f, b, d) ==
  /\ WriteStatus(f, b) = "OK"
  /\ content' = [content EXCEPT ![f][b] = d]
  /\ size' = [size EXCEPT ![f] = Max(@, b + 1)]
  /\ UNCHANGED exists

\* Bytes cut off are gone: growing the file again shows zeros.
Truncate(f, n) ==
  /\ TruncateStatus(f, n) = "OK"
  /\ content' = [content EXCEPT
       ![f] = [b \in Block |-> IF b < n THEN @[b] ELSE Zero]]
  /\ size' = [size EXCEPT ![f] = n]
  /\ UNCHANGED exists

\* Keeps the size.
Punch(f, b, n) ==
  /\ PunchStatus(f, b, n) = "OK"
  /\ content' = [content EXCEPT
       ![f] = [i \in Block |-> IF b <= i /\ i < b + n THEN Zero ELSE @[i]]]
  /\ UNCHANGED <<exists, size>>

\* The range [c, c + len) of g becomes that of f at b.  Never shrinks g.
Clone(f, b, n, g, c) ==
  /\ CloneStatus(f, b, n, g, c) = "OK"
  /\ LET len == CloneLength(f, b, n)
     IN /\ content' = [content EXCEPT
             ![g] = [i \in Block |-> IF c <= i /\ i < c + len
                                     THEN content[f][b + (i - c)] ELSE @[i]]]
        /\ size' = [size EXCEPT ![g] = IF len = 0 THEN @ ELSE Max(@, c + len)]
  /\ UNCHANGED exists

\* What fsync promises shows after a crash only, which is not here yet.
Fsync(f) == FsyncStatus(f) = "OK" /\ UNCHANGED vars

Create(f) ==
  /\ CreateStatus(f) = "OK"
  /\ exists' = [exists EXCEPT ![f] = TRUE]
  /\ UNCHANGED <<size, content>>

Unlink(f) ==
  /\ UnlinkStatus(f) = "OK"
  /\ exists' = [exists EXCEPT ![f] = FALSE]
  /\ size' = [size EXCEPT ![f] = 0]
  /\ content' = [content EXCEPT ![f] = NoBytes]

\* The step of a call given as a tuple; used to compare layers call by call.
Do(call) ==
  LET op == call[1]
      f  == call[2]
  IN CASE op = "Read"     -> Read(f, call[3])
       [] op = "Write"    -> Write(f, call[3], call[4])
       [] op = "Truncate" -> Truncate(f, call[3])
       [] op = "Punch"    -> Punch(f, call[3], call[4])
       [] op = "Clone"    -> Clone(f, call[3], call[4], call[5], call[6])
       [] op = "Fsync"    -> Fsync(f)
       [] op = "Create"   -> Create(f)
       [] op = "Unlink"   -> Unlink(f)

Next ==
  \/ \E f \in On("Read", File), b \in Offset : Read(f, b)
  \/ \E f \in On("Write", Writable), b \in Offset :
       \E d \in DataAt(b) : Write(f, b, d)
  \/ \E f \in On("Truncate", File), n \in Size : Truncate(f, n)
  \/ \E f \in On("Punch", File), b \in Offset, n \in Length : Punch(f, b, n)
  \/ \E f \in On("Clone", Source), b \in Offset, n \in Length,
        g \in On("Clone", Destination), c \in Offset : Clone(f, b, n, g, c)
  \/ \E f \in On("Fsync", File) : Fsync(f)
  \/ \E f \in On("Create", File) : Create(f)
  \/ \E f \in On("Unlink", File) : Unlink(f)

Spec == Init /\ [][Next]_vars

------------------------------------------------------------------------------

\* Each call has an outcome of the right form: else a caller could be left
\* without an answer, or a layer below could not be compared.
OutcomeInv == \A call \in Calls : Outcome(call) \in Outcomes

\* Past EOF there is nothing: else a file that grows shows old bytes.
PastEofZeroInv ==
  \A f \in File : \A b \in Block : b >= size[f] => content[f][b] = Zero

\* A name that does not exist has no bytes: else a new file shows old ones.
AbsentEmptyInv ==
  \A f \in File : ~exists[f] => size[f] = 0 /\ content[f] = NoBytes

\* A clone copies and never ties: later a write to one file leaves others.
WritesStayApartProp ==
  [][\A f \in File : \A b \in Block : \A d \in Data :
       Write(f, b, d) =>
         \A g \in File \ {f} : content'[g] = content[g]]_vars

==============================================================================
