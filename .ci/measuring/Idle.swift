// Uses a dispatch queue once, and then sleeps. Any wake-ups are the library's.

import Dispatch

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

DispatchQueue.global().async {}
while true { sleep(1000) }
