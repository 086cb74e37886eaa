@testable import Nx1Events
@testable import Nx1Settings
@testable import Nx1Values

/// Seconds in a flag, a profile or a header field are a duration of at most ten years, or an error message.
func checkDurations(_ input: ArraySlice<UInt8>) {
    let text = String(decoding: input, as: UTF8.self)
    for allowsZero in [false, true] {
        do throws(Seconds.Refusal) {
            let time = try Seconds(text, allowsZero: allowsZero).duration
            promise((.zero...Seconds.longest).contains(time), "a duration is within the limit")
            promise(allowsZero || time > .zero, "zero is only accepted if allowed")
            promise(!time.inWords.isEmpty && !time.roughly.isEmpty, "a duration has a description")
        } catch {
            promise(
                error.sentence(about: "x is", allowsZero: allowsZero).hasSuffix("."), "an error is a sentence"
            )
        }
    }
    for now in [0, 1_764_000_000, -1e300, 1e300] as [Double] {
        for wait in [
            RetryAfter(field: text).wait(at: now), RetryAfter(field: nil, milliseconds: text).wait(at: now),
        ] {
            promise(wait.map { (.zero...Seconds.longest).contains($0) } ?? true, "a wait is within the limit")
        }
    }
    if let profile = try? ProfileFile(text: "a: {timeout: \(text)}", path: "p").profiles.first {
        promise(
            profile.timeout.map { $0 > 0 && $0 <= Seconds.longest.seconds } ?? true,
            "a timeout is within the limit")
    }
}
