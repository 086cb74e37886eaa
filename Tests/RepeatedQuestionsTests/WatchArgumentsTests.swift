import Testing

@testable import RepeatedQuestions

@Suite("The interval of a watch")
struct WatchIntervalTests {
    @Test(
        "is a number with a unit, or a time of day",
        arguments: [
            ("5s", .every(seconds: 5)), ("30s", .every(seconds: 30)), ("10m", .every(seconds: 600)),
            ("2h", .every(seconds: 7200)), ("1d", .every(seconds: 86_400)), ("7d", .every(seconds: 604_800)),
            ("168h", .every(seconds: 604_800)), ("at 06:15", .daily(hour: 6, minute: 15)),
            ("at  6:15", .daily(hour: 6, minute: 15)), ("at 00:00", .daily(hour: 0, minute: 0)),
            ("at 23:59", .daily(hour: 23, minute: 59)),
        ] as [(String, WatchInterval)])
    func valid(text: String, interval: WatchInterval) throws {
        #expect(try WatchInterval(text) == interval)
    }

    @Test(
        "is refused with an error if it is invalid",
        arguments: [
            ("4s", "The interval 4s is too short: at least 5 seconds (5s)."),
            ("0m", "The interval 0m is too short: at least 5 seconds (5s)."),
            ("8d", "The interval 8d is too long: at most 7 days (7d)."),
            ("604801s", "The interval 604801s is too long: at most 7 days (7d)."),
            (
                "99999999999999999999999999999999999999d",
                "The interval 99999999999999999999999999999… is too long: at most 7 days (7d)."
            ),
            (
                "9223372036854775807m", "The interval 9223372036854775807m is too long: at most 7 days (7d)."
            ),
            ("", "\"\" isn't an interval. Use 30s, 10m, 2h, 1d or \"at 06:15\"."),
            ("10", "\"10\" isn't an interval. Use 30s, 10m, 2h, 1d or \"at 06:15\"."),
            ("-5s", "\"-5s\" isn't an interval. Use 30s, 10m, 2h, 1d or \"at 06:15\"."),
            ("1.5h", "\"1.5h\" isn't an interval. Use 30s, 10m, 2h, 1d or \"at 06:15\"."),
            ("١٠m", "\"١٠m\" isn't an interval. Use 30s, 10m, 2h, 1d or \"at 06:15\"."),
            ("soon", "\"soon\" isn't an interval. Use 30s, 10m, 2h, 1d or \"at 06:15\"."),
            ("at 25:00", "\"25:00\" isn't a time of day. Use hours and minutes from 00:00 to 23:59."),
            ("at 24:00", "\"24:00\" isn't a time of day. Use hours and minutes from 00:00 to 23:59."),
            ("at 06:60", "\"06:60\" isn't a time of day. Use hours and minutes from 00:00 to 23:59."),
            ("at 6:5", "\"6:5\" isn't a time of day. Use hours and minutes from 00:00 to 23:59."),
            ("at 06:15:00", "\"06:15:00\" isn't a time of day. Use hours and minutes from 00:00 to 23:59."),
            ("at noon", "\"noon\" isn't a time of day. Use hours and minutes from 00:00 to 23:59."),
            ("at", "\"at\" isn't an interval. Use 30s, 10m, 2h, 1d or \"at 06:15\"."),
        ])
    func invalid(text: String, message: String) {
        #expect(throws: WatchRefusal(message)) { try WatchInterval(text) }
    }

    @Test("is described in words")
    func description() {
        #expect("\(WatchInterval.usual)" == "every 1 min")
        #expect("\(WatchInterval.every(seconds: 5400))" == "every 1 h 30 min")
        #expect("\(WatchInterval.daily(hour: 6, minute: 5))" == "daily at 06:05")
    }
}

@Suite("The arguments of :watch")
struct WatchArgumentsTests {
    private func plan(
        _ interval: WatchInterval = .usual, count: Int? = nil, until: WatchPlan.Condition? = nil,
        all: Bool = false
    ) -> WatchPlan {
        WatchPlan(interval: interval, count: count, condition: until, showsAll: all)
    }

    @Test("default to every 60 seconds, without an end, and the known line")
    func none() throws {
        for text in ["", "  "] {
            let arguments = try WatchArguments(text)
            #expect(arguments.plan == plan())
            #expect(arguments.line == nil)
        }
    }

    @Test("are an interval and options in any order, then the line as typed")
    func order() throws {
        let all = plan(.every(seconds: 600), count: 3, until: .changed, all: true)
        for text in [
            "10m --count 3 --until changed --all", "--all --until changed 10m --count 3",
        ] {
            let arguments = try WatchArguments(text + "  How  many \"late orders\"? ")
            #expect(arguments.plan == all)
            #expect(arguments.line == "How  many \"late orders\"? ")
            #expect(try WatchArguments(text).plan == all)
            #expect(try WatchArguments(text).line == nil)
        }
        let daily = try WatchArguments("at 06:15 :late month=May --all")
        #expect(daily.plan == plan(.daily(hour: 6, minute: 15)))
        #expect(daily.line == ":late month=May --all")
    }

    @Test(
        "take ambiguous words as the line after --, in quotes, or if they only resemble an interval",
        arguments: [
            ("-- 30s of video?", "30s of video?"), ("30s -- --all of them?", "--all of them?"),
            ("\"10m\" is what?", "\"10m\" is what?"), ("at the end?", "at the end?"), ("at", "at"),
            ("- a list", "- a list"), ("3-day average?", "3-day average?"),
            ("2025-11-03 sales?", "2025-11-03 sales?"),
            ("--", nil), ("30s --", nil),
        ] as [(String, String?)])
    func lines(text: String, line: String?) throws {
        #expect(try WatchArguments(text).line == line)
    }

    @Test(
        "are refused with an error if they are invalid",
        arguments: [
            ("--count", "--count needs a value."),
            ("--count 0 x", "--count must be a whole number above zero, not \"0\"."),
            ("--count -1 x", "--count must be a whole number above zero, not \"-1\"."),
            (
                "--count 99999999999999999999 x",
                "--count must be a whole number above zero, not \"99999999999999999999\"."
            ),
            ("--count many x", "--count must be a whole number above zero, not \"many\"."),
            ("--until x", "--until must be \"changed\" or \"same\", not \"x\"."),
            ("--until", "--until needs a value."),
            ("--all --all x", "--all is given twice."), ("--count 1 --count 2 x", "--count is given twice."),
            ("--until same --until changed x", "--until is given twice."),
            (
                "30s 10m x", "The interval is given twice. Put -- before a question that begins with one."
            ),
            (
                "at 06:15 at 07:15 x",
                "The interval is given twice. Put -- before a question that begins with one."
            ),
            (
                "--every 10m x",
                "Unknown option \"--every\" for :watch. The options are --count, --until and --all. Put -- before a question that begins with a dash."
            ),
            ("at 25:00 x", "\"25:00\" isn't a time of day. Use hours and minutes from 00:00 to 23:59."),
            (
                "10min x",
                "\"10min\" isn't an interval. Use a whole number with a unit, such as 30s, 10m, 2h or 1d. Put -- before a question that begins with a number."
            ),
            (
                "30 x",
                "\"30\" isn't an interval. Use a whole number with a unit, such as 30s, 10m, 2h or 1d. Put -- before a question that begins with a number."
            ),
            ("1s x", "The interval 1s is too short: at least 5 seconds (5s)."),
        ])
    func invalid(text: String, message: String) {
        #expect(throws: WatchRefusal(message)) { try WatchArguments(text) }
    }
}
