-------------------------------- MODULE Calls --------------------------------
(***************************************************************************)
(* Models     : the call alphabet: every system call that the model knows, *)
(*              with every argument, legal or not, and the loads and       *)
(*              stores of mapped views and pins.  Both layers are total    *)
(*              over it (D13): each call has one outcome in every state.   *)
(* Refines    : nothing; FileView and FragmentCache extend this module.    *)
(* Kernel     : the system calls pread, pwrite, ftruncate, fallocate,      *)
(*              FICLONERANGE, FIDEDUPERANGE, fsync, open(O_CREAT|O_EXCL),  *)
(*              unlink, mmap, munmap; pin_user_pages().                    *)
(* Not here   : descriptors.  A call names its file, as if it opened and   *)
(*              closed it; a file without a name lives on only while a     *)
(*              view maps it.  Reads and writes of several units: Linux    *)
(*              promises no atomicity beyond a block, so a longer call is  *)
(*              a sequence of these.  Views of a part of a file, or        *)
(*              without PROT_WRITE: they have fewer page tables to find.   *)
(* Checked    : through the layers, see models.json.                       *)
(***************************************************************************)
EXTENDS Integers, FiniteSets

CONSTANTS
  File,           \* names of files
  Blocks,         \* largest size of a file, in blocks (s_maxbytes)
  UnitsPerBlock,  \* units in a block; sizes, offsets, lengths are in units (D11)
  Data,           \* what a write may store in a unit; 0 stands for zeros
  Process,        \* each has at most one mapped view, of one file
  Handle,         \* each holds at most one pin
  Capacity,       \* blocks of the store, 0 if there is no limit (D17)
  Backing,        \* "disk", or "memory": folios are the only copy (D5)
  Ops             \* the calls and steps that this model has, by name

ASSUME FileIsFiniteAssumption == IsFiniteSet(File)
ASSUME BlocksIsPositiveAssumption == Blocks \in Nat \ {0}
ASSUME UnitsIsPositiveAssumption == UnitsPerBlock \in Nat \ {0}
ASSUME DataIsNotZeroAssumption == Data \subseteq Nat \ {0}
ASSUME ProcessIsFiniteAssumption == IsFiniteSet(Process) /\ IsFiniteSet(Handle)
ASSUME CapacityIsNaturalAssumption == Capacity \in Nat
ASSUME BackingIsKnownAssumption == Backing \in {"disk", "memory"}

Zero    == 0                \* what a hole holds, and what lies past EOF
MaxSize == Blocks * UnitsPerBlock
Block   == 0 .. Blocks - 1  \* indices of blocks
Unit    == 0 .. MaxSize - 1 \* indices of units
AnyData == Data \cup {Zero}
Bytes   == [1 .. UnitsPerBlock -> AnyData]   \* what a block holds
ZeroBytes == [i \in 1 .. UnitsPerBlock |-> Zero]

BlockOf(u)   == u \div UnitsPerBlock
UnitOf(u)    == (u % UnitsPerBlock) + 1      \* where it is in Bytes
Aligned(u)   == u % UnitsPerBlock = 0
RoundDown(u) == BlockOf(u) * UnitsPerBlock
RoundUp(u)   == RoundDown(u + UnitsPerBlock - 1)
BlocksFor(n) == BlockOf(RoundUp(n))          \* blocks that hold n units

Disk     == Backing = "disk"
Limited  == Capacity # 0
Crashing == "Crash" \in Ops

\* S if the model has the step op, else nothing.  Next quantifies over
\* On(...) and not under a guard, so that TLC sees each argument (D16).
On(op, S) == IF op \in Ops THEN S ELSE {}

Max(x, y) == IF x > y THEN x ELSE y
Min(x, y) == IF x < y THEN x ELSE y

\* Offsets and sizes reach one past what is legal, so that a call may fail.
Offset == 0 .. MaxSize
Length == 0 .. MaxSize
Size   == 0 .. MaxSize + 1

ViewKind == {"shared", "private"}      \* MAP_SHARED, MAP_PRIVATE
PinKind  == {"read", "write"}          \* FOLL_PIN without and with FOLL_WRITE

\* The files that may be written to, cloned from, cloned to, mapped, and the
\* data.  A model whose states would be too many narrows these, and says so.
Writable    == File
Source      == File
Destination == File
Mappable    == File
DataAt(u)   == Data   \* what may be written to unit u

\* Products, which TLC does not write out: a model of many calls loads in seconds.
Calls ==
  ({"Read"} \X On("Read", File) \X Offset)
  \cup UNION {{<<"Write", f, u, d>> : d \in DataAt(u)} :
                f \in On("Write", Writable), u \in Offset}
  \cup ({"Truncate"} \X On("Truncate", File) \X Size)
  \cup ({"Punch"} \X On("Punch", File) \X Offset \X Length)
  \cup ({"Clone"} \X On("Clone", Source) \X Offset \X Length
          \X On("Clone", Destination) \X Offset)
  \cup ({"Dedupe"} \X On("Dedupe", Source) \X Offset \X Length
          \X On("Dedupe", Destination) \X Offset)
  \cup ({"Fsync"} \X On("Fsync", File))
  \cup ({"Create"} \X On("Create", File))
  \cup ({"Unlink"} \X On("Unlink", File))
  \cup ({"Map"} \X On("Map", Process) \X Mappable \X ViewKind)
  \cup ({"Unmap"} \X On("Unmap", Process))
  \cup ({"Load"} \X On("Load", Process) \X Unit)
  \cup UNION {{<<"Store", p, u, d>> : d \in DataAt(u)} :
                p \in On("Store", Process), u \in Unit}
  \cup ({"Pin"} \X On("Pin", Handle) \X Mappable \X Unit \X PinKind)
  \cup ({"Unpin"} \X On("Unpin", Handle))
  \cup ({"PinLoad"} \X On("PinLoad", Handle))
  \cup ({"PinStore"} \X On("PinStore", Handle) \X Data)

\* The ends of a call that did what it says; with any other it did nothing.
\* Dedupe compares first, and says what it found.
Completed == {"OK", "SAME", "DIFFERS"}

\* What a call returns: its status and, for a read or load, the unit read.
Outcomes ==
  [status : Completed \cup {"EBUSY", "EEXIST", "EFAULT", "EFBIG", "EINVAL",
                            "EIO", "ENOENT", "ENOSPC", "EPERM", "SIGBUS",
                            "SIGSEGV"},
   data : {<<>>} \cup {<<d>> : d \in AnyData}]
Returns(status) == [status |-> status, data |-> <<>>]
ReturnsUnit(status, d) ==
  [status |-> status, data |-> IF status = "OK" THEN <<d>> ELSE <<>>]

==============================================================================
