import ShellOutput

/// What `:login` was asked for.
struct LoginRequest: Sendable, Hashable {
    enum Method: Sendable, Hashable {
        /// With a browser, unless there seems to be none here and the issuer offers another way.
        case automatic
        case browser, device
    }

    var method = Method.automatic
    /// The port to wait for the browser at; 0 is any free one.
    var port = 0

    init() {}

    /// Reads the words of the command.
    init(_ words: Words) throws(Complaint) {
        var words = words
        let (isDevice, isBrowser) = (words.takeFlag("--device"), words.takeFlag("--browser"))
        let port = try words.takeOption("--port")
        try words.end(of: "login")
        if isDevice, isBrowser { throw .usage(":login takes --device or --browser, not both.") }
        if isDevice, port != nil {
            throw .usage("--port is for a browser: no port is used with --device.")
        }
        if let port {
            guard let number = Int(port), (1...65_535).contains(number) else {
                throw .usage("--port takes a port, 1 to 65535, not \"\(port)\".")
            }
            self.port = number
        }
        // Whoever forwards a port has a browser at the other end.
        method = isDevice ? .device : isBrowser || port != nil ? .browser : .automatic
    }
}
