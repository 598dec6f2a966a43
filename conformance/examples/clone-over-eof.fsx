# fsx --record-ops; numbers are bytes, a block has 4096: offset length size, or source length destination size
write 0 10240 0
clone_range 0 8192 8192 10240
# the copy is written to, then the source
write 8192 2048 16384
write 0 2048 16384
read 0 16384 16384
# within a block that is shared
truncate 0 14336 16384
truncate 0 18432 14336
read 12288 6144 18432 close_open
dedupe_range 4096 4096 12288 18432
punch_hole 2048 8192 18432 keep_size
fsync 0 0 18432
# refused: it ends within a block, and not at the end of the file
clone_range 0 6144 20480 18432
# fsx left this one out
skip clone_range 0 4096 0 18432
read 0 18432 18432
