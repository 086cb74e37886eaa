extension ClientConfiguration {
    /// Tells those who watch the log that the service can't be asked for a run's result, and is asked again.
    func tell(_ reading: ResultReading, about correlationID: String, retryAfter pause: Duration) {
        if case .failed(let error) = reading { tell(error.about(correlationID), retryAfter: pause) }
    }
}
