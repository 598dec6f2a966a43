-------------------------------- MODULE Tally --------------------------------
(* Threads add to a count under a lock.                                    *)
EXTENDS Integers, Sequences, StepsGuards

CONSTANTS Thread, Runs

NoData == -2
NoOp   == [call |-> "none"]
Empty  == [kind |-> "empty"]
Folio  == [kind |-> "folio", folio |-> 1, writable |-> FALSE]

(* --algorithm Tally {
variables
  run \in Runs,
  lock  = "none",
  count = 0,
  pte    = [f \in {"a", "b"} |-> [b \in {0} |-> Empty]],
  folio  = << [refs |-> 0, dirty |-> FALSE] >>,
  ip     = [t \in Thread |-> 1],
  op     = [t \in Thread |-> NoOp],
  seen   = [t \in Thread |-> NoData],
  todo   = [t \in Thread |-> {}],
  result = [t \in Thread |-> <<>>],
  aux_sum = 0;

fair process (thread \in Thread) {
Begin:
  while (ip[self] <= Len(run.program[self])) {
    op[self] := run.program[self][ip[self]];
Take:                                       \* mutex_lock()
    if (TakesLock) { await lock = "none"; lock := self };
Read:                                       \* READ_ONCE()
    seen[self] := count;
    todo[self] := {1, 2};
Loop:                                       \* for_each()
    while (todo[self] # {}) {
      todo[self] := IF todo[self] = {1} /\ ~GivesOnce THEN {1, 2}
                    ELSE todo[self] \ {CHOOSE x \in todo[self] : \A y \in todo[self] : x >= y};
      \* A word: it is no label.
    };
Write:                                      \* WRITE_ONCE(), "under: the lock"
    count := seen[self] + op[self].data;
    aux_sum := aux_sum + op[self].data;
    if (ChecksFirst \/ ChecksSecond) {
      pte[op[self].file][0] := Folio;
      folio[1].refs := folio[1].refs + 1 || folio[1].dirty := TRUE
    }
    else { pte[op[self].file][0] := [Folio EXCEPT !.writable = TRUE] };
    result[self] := <<"data", count>>;
    if (~GivesLock) { goto Leave };
Give:                                       \* mutex_unlock()
    lock := "none";
    goto Leave;
LateGive:
    skip;
Leave:
    ip[self] := ip[self] + 1;
    op[self] := NoOp || seen[self] := NoData || result[self] := <<>>
  }
}
} *)
\* BEGIN TRANSLATION (chksum(pcal) = "42773438" /\ chksum(tla) = "31559e5")
VARIABLES run, lock, count, pte, folio, ip, op, seen, todo, result, aux_sum, pc

vars == << run, lock, count, pte, folio, ip, op, seen, todo, result, aux_sum, pc >>

ProcSet == (Thread)

Init == (* Global variables *)
        /\ run \in Runs
        /\ lock = "none"
        /\ count = 0
        /\ pte = [f \in {"a", "b"} |-> [b \in {0} |-> Empty]]
        /\ folio = << [refs |-> 0, dirty |-> FALSE] >>
        /\ ip = [t \in Thread |-> 1]
        /\ op = [t \in Thread |-> NoOp]
        /\ seen = [t \in Thread |-> NoData]
        /\ todo = [t \in Thread |-> {}]
        /\ result = [t \in Thread |-> <<>>]
        /\ aux_sum = 0
        /\ pc = [self \in ProcSet |-> "Begin"]

Begin(self) == /\ pc[self] = "Begin"
               /\ IF ip[self] <= Len(run.program[self])
                     THEN /\ op' = [op EXCEPT ![self] = run.program[self][ip[self]]]
                          /\ pc' = [pc EXCEPT ![self] = "Take"]
                     ELSE /\ pc' = [pc EXCEPT ![self] = "Done"]
                          /\ op' = op
               /\ UNCHANGED << run, lock, count, pte, folio, ip, seen, todo, result, aux_sum >>

Take(self) == /\ pc[self] = "Take"
              /\ IF TakesLock
                    THEN /\ lock = "none"
                         /\ lock' = self
                    ELSE /\ TRUE
                         /\ lock' = lock
              /\ pc' = [pc EXCEPT ![self] = "Read"]
              /\ UNCHANGED << run, count, pte, folio, ip, op, seen, todo, result, aux_sum >>

Read(self) == /\ pc[self] = "Read"
              /\ seen' = [seen EXCEPT ![self] = count]
              /\ todo' = [todo EXCEPT ![self] = {1, 2}]
              /\ pc' = [pc EXCEPT ![self] = "Loop"]
              /\ UNCHANGED << run, lock, count, pte, folio, ip, op, result, aux_sum >>

Loop(self) == /\ pc[self] = "Loop"
              /\ IF todo[self] # {}
                    THEN /\ todo' = [todo EXCEPT ![self] = IF todo[self] = {1} /\ ~GivesOnce THEN {1, 2}
                                                           ELSE todo[self] \ {CHOOSE x \in todo[self] : \A y \in todo[self] : x >= y}]
                         /\ pc' = [pc EXCEPT ![self] = "Loop"]
                    ELSE /\ pc' = [pc EXCEPT ![self] = "Write"]
                         /\ todo' = todo
              /\ UNCHANGED << run, lock, count, pte, folio, ip, op, seen, result, aux_sum >>

Write(self) == /\ pc[self] = "Write"
               /\ count' = seen[self] + op[self].data
               /\ aux_sum' = aux_sum + op[self].data
               /\ IF ChecksFirst \/ ChecksSecond
                     THEN /\ pte' = [pte EXCEPT ![op[self].file][0] = Folio]
                          /\ folio' = [folio EXCEPT ![1].refs = folio[1].refs + 1,
                                                    ![1].dirty = TRUE]
                     ELSE /\ pte' = [pte EXCEPT ![op[self].file][0] = [Folio EXCEPT !.writable = TRUE]]
                          /\ folio' = folio
               /\ result' = [result EXCEPT ![self] = <<"data", count'>>]
               /\ IF ~GivesLock
                     THEN /\ pc' = [pc EXCEPT ![self] = "Leave"]
                     ELSE /\ pc' = [pc EXCEPT ![self] = "Give"]
               /\ UNCHANGED << run, lock, ip, op, seen, todo >>

Give(self) == /\ pc[self] = "Give"
              /\ lock' = "none"
              /\ pc' = [pc EXCEPT ![self] = "Leave"]
              /\ UNCHANGED << run, count, pte, folio, ip, op, seen, todo, result, aux_sum >>

LateGive(self) == /\ pc[self] = "LateGive"
                  /\ TRUE
                  /\ pc' = [pc EXCEPT ![self] = "Leave"]
                  /\ UNCHANGED << run, lock, count, pte, folio, ip, op, seen, todo, result, aux_sum >>

Leave(self) == /\ pc[self] = "Leave"
               /\ ip' = [ip EXCEPT ![self] = ip[self] + 1]
               /\ /\ op' = [op EXCEPT ![self] = NoOp]
                  /\ result' = [result EXCEPT ![self] = <<>>]
                  /\ seen' = [seen EXCEPT ![self] = NoData]
               /\ pc' = [pc EXCEPT ![self] = "Begin"]
               /\ UNCHANGED << run, lock, count, pte, folio, todo, aux_sum >>

thread(self) == Begin(self) \/ Take(self) \/ Read(self) \/ Loop(self) \/ Write(self)
                   \/ Give(self) \/ LateGive(self) \/ Leave(self)

(* Allow infinite stuttering to prevent deadlock on termination. *)
Terminating == /\ \A self \in ProcSet: pc[self] = "Done"
               /\ UNCHANGED vars

Next == (\E self \in Thread: thread(self))
           \/ Terminating

Spec == /\ Init /\ [][Next]_vars
        /\ \A self \in Thread : WF_vars(thread(self))

Termination == <>(\A self \in ProcSet: pc[self] = "Done")

\* END TRANSLATION 
==============================================================================
