import Nx1Events
import Nx1HTTP
import RunJournal
package import ShellOutput

/// Parses a point in the past.
package enum PastTime {
    /// The time in milliseconds since 1970.
    package static func since(_ text: String) throws(Complaint) -> Int64 {
        let units: [Character: Int64] = [
            "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000, "w": 604_800_000,
        ]
        if let unit = text.last.flatMap({ units[$0] }), let count = Int64(text.dropLast()), count >= 0,
            !count.multipliedReportingOverflow(by: unit).overflow
        {
            return Timestamp.milliseconds() - count * unit
        }
        if let moment = Timestamp.milliseconds(text) { return moment }
        throw .usage(
            "--since needs a date, a time or an age, not \"\(text)\".",
            advice: "Examples: 2026-11-25, 2026-11-25T08:00:00, 12h.")
    }
}
