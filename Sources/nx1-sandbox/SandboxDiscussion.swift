import Nx1Sandbox

/// The discussion in `--help`.
enum SandboxDiscussion {
    static let text = """
        Once it is listening, prints the lines NX1_HOST=…, NX1_API_KEY=… and NX1_ACCESS_TOKEN=…, and two profiles for \
        signing in by OAuth; Ctrl-C ends it. Requests carry `Authorization-PSK: KEY` or `Authorization: Bearer TOKEN`. \
        With --tls it also prints a line SSL_CERT_FILE=…: the authority to trust.

        Members of task_input set the behaviour of a run:
          scenario   one of the words below, or several, such as drop+ndjson
          framing    how events are sent: sse (default), ndjson or poll
                     (can also be part of scenario)
          events     1 to 10000000: extra events, sent as fast as they are read:
                     chunks of model output
          duration   0 to 3600: seconds from start to end, at speed 1
          result     any JSON: the exact answer
          question   the question to the crew (or text)
          labels     list of texts: the choices of classification

        Scenarios:
          ok         nothing unusual
          slow       takes 20 s
          fail       ends as failed, with an error text
          flaky      the first request to start it, for its events and for its
                     result is answered with 503
          drop       the event stream is cut three times
          silent     the event stream opens but sends nothing
          garbled    events that aren't JSON or UTF-8; control characters in
                     messages and answer
          huge       one event of 1 MiB, an answer of 5 MiB
          plain      events describe in words what happens, without ids and
                     parents, as in other services (default: CrewAI's events)
          wrapped    events are {"event_type", "timestamp", "data": {…}}
          untyped    server-sent events without an event field
          crew-output
                     the answer is CrewAI's output object

        Faults of the whole service:
        \(faults)

        Exit status: 0 when ended by Ctrl-C or SIGTERM, 2 when it can't start.
        """

    private static let faults = ServiceFault.allCases.map { fault in
        "  " + fault.rawValue + String(repeating: " ", count: 11 - fault.rawValue.count) + fault.explanation
    }.joined(separator: "\n")
}
