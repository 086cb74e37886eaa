import Foundation
import Testing

@Suite("The page about the house")
struct HouseTests {
    private static let programs: Set<String> = ["nx1sh", "nx1-sandbox"]
    private static let withRooms = [
        "Nx1Shell", "ShellOutput", "RunJournal", "ShellInput", "ShellText", "Nx1Client", "Nx1Sandbox",
    ]

    private let house: House
    private let page: Page

    init() throws {
        house = try House()
        page = try Page("Sources/Nx1Shell/Nx1Shell.docc/TheHouse.md")
    }

    @Test("names each target, and the imports that it has and no others, all of which stand below it")
    func floors() {
        let floors = page.rows(below: "### The floors")
        #expect(floors.map(\.name).sorted() == house.targets)
        for (place, floor) in floors.enumerated() {
            #expect(house.imports(of: floor.name) == floor.names, "\(floor.name)")
            #expect(floor.names.isSubset(of: floors[(place + 1)...].map(\.name)), "\(floor.name)")
        }
    }

    @Test("keeps apart what has to be: library, editor and sandbox know nothing of the shell")
    func walls() {
        #expect(house.imports(of: "Nx1Client").isEmpty)
        #expect(house.imports(of: "Nx1Sandbox").isEmpty)
        #expect(house.imports(of: "LineEditor") == ["CLibEdit"])
        for target in house.targets where target != "LineEditor" {
            #expect(!house.imports(of: target).contains("CLibEdit"), "\(target)")
        }
        for target in house.targets where !Self.programs.contains(target) {
            #expect(!house.imports(of: target).contains("Nx1Sandbox"), "\(target)")
        }
    }

    @Test("names each folder, and none that isn't there")
    func rooms() {
        for target in Self.withRooms {
            let rooms = page.rows(below: "**\(target).**").map(\.name)
            #expect(rooms.count == Set(rooms).count)
            #expect(Set(rooms) == house.rooms(of: target), "\(target)")
        }
        for target in house.targets where !Self.withRooms.contains(target) {
            #expect(house.rooms(of: target).isSubset(of: [target]), "\(target)")
        }
    }

    @Test("says which room knows which")
    func arrows() {
        for target in Self.withRooms {
            let arrows = house.arrows(of: target)
            for room in page.rows(below: "**\(target).**") where !room.name.contains("/") {
                #expect(arrows[room.name] == room.names, "\(target)/\(room.name)")
            }
        }
    }

    @Test("leads a question past types and functions that there are")
    func road() throws {
        let road = try #require(page.text.components(separatedBy: "## The road of a question").last)
        let names = Page.quoted(road).filter { $0.first?.isLetter == true }
        #expect(names.count > 40)
        for name in names {
            for part in name.split(separator: "/") {
                let isThere =
                    if part.contains("(") {
                        house.contains("func \(part.prefix { $0 != "(" })(")
                    } else {
                        ["struct", "enum", "class", "actor", "protocol", "func"].contains {
                            house.contains("\($0) \(part)")
                        }
                    }
                #expect(isThere, "\(name)")
            }
        }
    }
}
