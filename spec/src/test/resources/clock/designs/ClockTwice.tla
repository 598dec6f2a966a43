---- MODULE ClockTwice ----
EXTENDS Clock
TwiceSpec == Init /\ [][Tick(2)]_vars
====
