// Uses a queue of the system once, and then sleeps: what wakes up is the library.

import Dispatch

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

DispatchQueue.global().async {}
while true { sleep(1000) }
