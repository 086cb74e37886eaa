internal import CLibEdit

extension LineEditor {
    /// The version of libedit that the program was compiled with, such as "2.11".
    public static var libraryVersion: String { "\(LIBEDIT_MAJOR).\(LIBEDIT_MINOR)" }
}
