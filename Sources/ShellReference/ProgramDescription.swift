/// What the program's own argument parser knows of it: where the manual page and the reference get their options from.
public struct ProgramDescription: Sendable {
    /// One option.
    public struct Option: Sendable {
        /// As they are typed, the short one first: "-c", "--command".
        public let names: [String]
        /// What its value is called, if it takes one.
        public let value: String?
        /// What it does.
        public let summary: String
        /// The title under which help has it, if any.
        public let section: String?

        /// All that is known of an option.
        public init(names: [String], value: String?, summary: String, section: String?) {
            self.names = names
            self.value = value
            self.summary = summary
            self.section = section
        }
    }

    /// The version, and when it was made.
    public let version: (number: String, date: String)
    /// What the program is, in half a line.
    public let abstract: String
    /// The options that help shows, in its order.
    public let options: [Option]

    /// All that is known of the program.
    public init(version: (number: String, date: String), abstract: String, options: [Option]) {
        self.version = version
        self.abstract = abstract
        self.options = options
    }

    /// The options title by title; those without one come first, under nil.
    var sections: [(title: String?, options: [Option])] {
        var titles: [String?] = [nil]
        for option in options where !titles.contains(option.section) { titles.append(option.section) }
        return titles.map { title in (title, options.filter { $0.section == title }) }
    }
}
