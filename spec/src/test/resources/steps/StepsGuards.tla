----------------------------- MODULE StepsGuards -----------------------------
(* The guards of Tally.                                                    *)

\* The lock.
TakesLock == TRUE  \* mutex_lock(): before what it guards
GivesLock == TRUE  \* mutex_unlock()
GivesOnce == TRUE  \* cond_resched()

\* Either of these is enough,
\* so that both must be off.
ChecksFirst  == TRUE  \* (new)
ChecksSecond == TRUE  \* READ_ONCE(), again

==============================================================================
