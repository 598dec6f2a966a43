------------------------------- MODULE MCTally -------------------------------
EXTENDS Tally

Add(f, x) == [call |-> "add", file |-> f, block |-> 0, data |-> x]
MCRuns == {[setup |-> "zero", program |-> [t1 |-> <<Add("a", 3)>>, t2 |-> <<Add("b", 4)>>]]}

SumInv == lock = "none" /\ (\A t \in Thread : seen[t] = NoData) => count = aux_sum
ReadOnlyInv == \A f \in {"a", "b"} : pte[f][0] \in {Empty, Folio}
EndsProp == \A t \in Thread : <>(pc[t] = "Done")
==============================================================================
