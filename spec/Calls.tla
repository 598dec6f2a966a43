-------------------------------- MODULE Calls --------------------------------
(***************************************************************************)
(* Models     : the call alphabet: every system call that the model knows, *)
(*              with every argument, legal or not.  Both layers are total  *)
(*              over it (D13): each call has one outcome in every state.   *)
(* Refines    : nothing; FileView and FragmentCache extend this module.    *)
(* Kernel     : the system calls pread, pwrite, ftruncate, fallocate,      *)
(*              FICLONERANGE, fsync, open(O_CREAT | O_EXCL), unlink.       *)
(* Not here   : descriptors.  A call names its file, as if it opened and   *)
(*              closed it; safe because no property speaks of an open      *)
(*              file that has lost its name.  Reads and writes of several  *)
(*              blocks: Linux promises no atomicity beyond a block, so a   *)
(*              longer call is a sequence of these.                        *)
(* Checked    : through the layers, see models.json.                       *)
(***************************************************************************)
EXTENDS Integers, FiniteSets

CONSTANTS
  File,     \* names of files
  Blocks,   \* largest size of a file, in blocks (s_maxbytes)
  Data,     \* what a write may store in a block; 0 stands for zeros
  Ops       \* the calls and steps that this model has, by name

ASSUME FileIsFiniteAssumption == IsFiniteSet(File)
ASSUME BlocksIsPositiveAssumption == Blocks \in Nat \ {0}
ASSUME DataIsNotZeroAssumption == Data \subseteq Nat \ {0}

Zero   == 0                 \* a block of zeros: a hole, or past EOF
Block  == 0 .. Blocks - 1   \* indices of blocks
AnyData == Data \cup {Zero}

\* S if the model has the step op, else nothing.  Next quantifies over
\* On(...) and not under a guard, so that TLC sees each argument (D16).
On(op, S) == IF op \in Ops THEN S ELSE {}

Max(x, y) == IF x > y THEN x ELSE y
Min(x, y) == IF x < y THEN x ELSE y

\* Offsets and sizes reach one past what is legal, so that a call may fail.
Offset == 0 .. Blocks
Length == 0 .. Blocks
Size   == 0 .. Blocks + 1

\* The files that may be written to, cloned from, cloned to, and the data.  A
\* model whose states would be too many narrows these, and says so.
Writable    == File
Source      == File
Destination == File
DataAt(b)   == Data   \* what may be written to block b

Calls ==
  {<<"Read", f, b>> : f \in On("Read", File), b \in Offset}
  \cup UNION {{<<"Write", f, b, d>> : d \in DataAt(b)} :
                f \in On("Write", Writable), b \in Offset}
  \cup {<<"Truncate", f, n>> : f \in On("Truncate", File), n \in Size}
  \cup {<<"Punch", f, b, n>> :
          f \in On("Punch", File), b \in Offset, n \in Length}
  \cup {<<"Clone", f, b, n, g, c>> :
          f \in On("Clone", Source), b \in Offset, n \in Length,
          g \in On("Clone", Destination), c \in Offset}
  \cup {<<"Fsync", f>> : f \in On("Fsync", File)}
  \cup {<<"Create", f>> : f \in On("Create", File)}
  \cup {<<"Unlink", f>> : f \in On("Unlink", File)}

\* What a call returns: its status and, for a read, the blocks read.
Outcomes == [status : {"OK", "EEXIST", "EFBIG", "EINVAL", "ENOENT"},
             data : {<<>>} \cup {<<d>> : d \in AnyData}]
Returns(status) == [status |-> status, data |-> <<>>]

==============================================================================
