"""Italian word lists."""

from packhaus_simulator.world.country import Country, lines, places, words

ITALY = Country(
    code="IT",
    given=words("""
        Niccolò Letizia Ettore Fiammetta Gioacchino Ornella Pasquale Rosalba Saverio Tecla Umberto Violetta
        Zaira Calogero Desirée Eligio Ginevra Iolanda Leopoldo Maurizia
    """),
    family=words("""
        D'Amico Bertolè Carrà Dell'Orto Fabbrì Giuffrè Lo Nardò Mancuso Orefice Pagliarò Quattrocchi
        Roncalli Santamaria Tondò Ubaldi Vecchiò Zampieri Acquaviva Brancaleone Coppolà
    """),
    streets=lines("""
        Via Garibaldi
        Via dei Càrpini
        Corso Vittorio Emanuele II
        Piazza San Nicolò
        Viale della Libertà
        Largo Università
        Via Santa Lucia
        Vicolo del Pozzo
        Contrada Sant'Agata
        Strada Provinciale per Forlì
    """),
    places=places("""
        00184|Roma|RM
        20121|Milano|MI
        10122|Torino|TO
        80132|Napoli|NA
        47121|Forlì|FC
        09124|Cagliari|CA
        90133|Palermo|PA
        39100|Bolzano|BZ
        34121|Trieste|TS
        73100|Lecce|LE
    """),
    street_line="{street}, {number}",
    house_numbers=("{n}", "{n}", "{n}/A", "{n} bis", "snc {n}"),
    phones=("+39 379 {a} {b}", "379{a}{b}"),
    companies=("Trattoria {f}", "{f} Arredamenti S.r.l.", "Studio {f} & Associati"),
    second_lines=("Scala {k}, interno {m}", "Palazzina {k}", "Piano {k}"),
    third_lines=("Citofono {f}", "Consegna al portiere", "Interno cortile"),
    care_of="c/o {p}",
    gifts=lines("""
        Tanti auguri {a}! 🎉 Per i tuoi {n} anni, con affetto {b}
        Buon Natale, zia {a} 🎄 da {b} e dai {n} nipoti
        Evviva gli sposi! 💍 {a}, un abbraccio da {b} – tavolo {n}
        Grazie {a} per la cena n. {n}: era buonissima 🍝 {b}
    """),
)
