import Foundation
import Testing

@Suite("The map of the source code")
struct HouseTests {
    private let house: House
    private let page: Page

    init() throws {
        house = try House()
        page = try Page("Sources/Nx1Shell/Nx1Shell.docc/TheHouse.md")
    }

    @Test("lists each target with its dependencies in Package.swift, all of them further down")
    func floors() throws {
        let floors = page.rows(below: "### The floors")
        #expect(floors.map(\.name).sorted() == house.targets)
        for (place, floor) in floors.enumerated() {
            #expect(try house.dependencies(of: floor.name) == floor.names, "\(floor.name)")
            #expect(floor.names.isSubset(of: floors[(place + 1)...].map(\.name)), "\(floor.name)")
        }
    }

    @Test("lists exactly the folders of each target")
    func rooms() {
        for target in house.targets {
            let rooms = page.rows(below: "**\(target).**").map(\.name)
            #expect(Set(rooms).count == rooms.count)
            let folders = house.rooms(of: target)
            #expect(rooms.isEmpty ? folders.count <= 1 : Set(rooms) == folders, "\(target)")
        }
    }

    @Test("is right about dependencies: the folders of a target don't depend on each other in a circle")
    func order() {
        for target in house.targets {
            var arrows = house.arrows(of: target)
            while let lowest = arrows.first(where: { $0.value.isEmpty })?.key {
                arrows[lowest] = nil
                for room in arrows.keys { arrows[room]?.remove(lowest) }
            }
            #expect(arrows.isEmpty, "\(target)")
        }
    }

    @Test("is right about sizes: no target has more than 5,000 lines")
    func sizes() {
        for target in house.targets { #expect(house.lineCount(of: target) <= 5000, "\(target)") }
    }

    @Test(
        "describes the path of a question through fifteen files, with functions and types that exist")
    func road() throws {
        let road = try #require(page.text.components(separatedBy: "## The road of a question").last)
        let steps = (1...15).map { number in
            let rest = road.components(separatedBy: "\n\(number). ").dropFirst().first ?? ""
            return Page.quoted(
                rest.components(separatedBy: "\n\(number + 1). ")[0].components(separatedBy: "\n\n")[0])
        }
        #expect(!road.contains("\n16. "))
        for names in steps {
            let file = try #require(names.first)
            let code = try #require(house.text(ofFile: file), "\(file)")
            for name in names where name.first?.isLowercase == true {
                #expect(code.contains("func \(name.prefix { $0 != "(" })"), "\(file): \(name)")
            }
        }
        let declared = house.declarations
        for name in Page.quoted(road) where name.first?.isUppercase == true && !name.contains("/") {
            #expect(name.hasSuffix(".swift") ? house.hasFile(name) : declared.contains(name), "\(name)")
        }
    }
}
