"""Swedish word lists."""

from packhaus_simulator.world.country import Country, lines, places, words

SWEDEN = Country(
    code="SE",
    given=words("""
        Åsa Örjan Ällo Märta Göran Håkan Björg Désirée Eskil Frideborg Gunvor Hjördis Ingegärd Jöns Kåre
        Lovisa Måns Någon Östen Pär
    """),
    family=words("""
        Ångström Öberg Ängqvist Björkman Dahlström Ekelöf Fagerström Grönberg Hägglund Isaksson Järvinen
        Källström Lönnqvist Mörk Nordström Påhlman Rådberg Sjögren Törnblom Västerås
    """),
    streets=lines("""
        Storgatan
        Kungsängsvägen
        Björkstigen
        Sankt Eriksgatan
        Östra Hamngatan
        Åkerbärsvägen
        Häggvägen
        Skeppsbron
        Norra Kyrkogatan
        Lilla Nygatan
    """),
    places=places("""
        111 29|Stockholm|Stockholms län
        411 03|Göteborg|Västra Götalands län
        211 22|Malmö|Skåne län
        753 10|Uppsala|Uppsala län
        702 11|Örebro|Örebro län
        581 02|Linköping|Östergötlands län
        903 26|Umeå|Västerbottens län
        972 31|Luleå|Norrbottens län
        831 30|Östersund|Jämtlands län
    """),
    street_line="{street} {number}",
    house_numbers=("{n}", "{n} A", "{n} B lgh 1{k}0{m}", "{n}C"),
    phones=("+46 70 57{a} {b}", "07057{a}{b}"),
    companies=("Bageri {f}", "{f} Bygg AB", "Tandläkare {f}"),
    second_lines=("3 tr", "Lägenhet {k}", "Gårdshuset"),
    third_lines=("Portkod {k}{m}", "Ring på hos {f}", "Lastkaj {k}"),
    care_of="c/o {p}",
    gifts=lines("""
        Grattis på {n}-årsdagen, {a}! 🎂 Kramar från {b}
        God jul, mormor {a} 🎄 paket {n} från {b}
        Tack för {n} fina år, {a} 🌼 {b}
    """),
)
