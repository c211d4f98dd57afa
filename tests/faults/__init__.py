"""What breaks beside the program: processes that are killed, disks, locks, servers of databases, clocks."""
