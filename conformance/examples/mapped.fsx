# as clone-over-eof.fsx, through mmap too: a page is a block
write 0 12288 0
clone_range 0 12288 16384 12288
mapwrite 16384 4096 28672
mapread 0 8192 28672
# past the end: fsx makes the file longer first
mapwrite 28672 8192 28672
read 0 36864 36864 close_open
truncate 0 20480 36864
mapread 16384 4096 20480
