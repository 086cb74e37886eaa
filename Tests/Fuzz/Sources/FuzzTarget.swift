/// The fuzz targets. They share one program, which chooses the target by its name.
enum FuzzTarget: String, CaseIterable {
    case serverSentEvents = "server-sent-events"
    case jsonLines = "json-lines"
    case eventBodies = "event-bodies"
    case results
    case requestItems = "request-items"
    case signIns = "sign-ins"
    case profiles
    case steps
    case httpAnswers = "http-answers"
    case lines
    case durations

    /// Checks one input, and ends the program if a promise is broken.
    func check(_ input: ArraySlice<UInt8>) {
        switch self {
        case .serverSentEvents: checkServerSentEvents(input)
        case .jsonLines: checkJSONLines(input)
        case .eventBodies: checkEventBody(input)
        case .results: checkResult(input)
        case .requestItems: checkRequestItems(input)
        case .signIns: checkSignIn(input)
        case .profiles: checkProfiles(input)
        case .steps: checkSteps(input)
        case .httpAnswers: checkHTTPAnswer(input)
        case .lines: checkLines(input)
        case .durations: checkDurations(input)
        }
    }
}

/// Ends the program if a promise is broken, which libFuzzer records as a crash.
func promise(_ holds: Bool, _ text: @autoclosure () -> String) {
    if !holds { fatalError("Broken promise: " + text()) }
}
