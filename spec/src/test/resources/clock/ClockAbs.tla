---- MODULE ClockAbs ----
EXTENDS Naturals
VARIABLE x
Init == x = 0
Up == x' = x + 1
Spec == Init /\ [][Up]_x
SmallInv == x < 4
SmallSpec == Init /\ []SmallInv
====
