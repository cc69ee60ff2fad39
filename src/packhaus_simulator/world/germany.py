"""German word lists, and the Austrian ones that reach a shop through amazon.de."""

from packhaus_simulator.world.country import Country, lines, places, words

_GIFTS = lines("""
    Alles Gute zum {n}. Geburtstag, liebe {a}! 🎂 Dein {b}
    Liebe {a}, herzlichen Glückwunsch zur Hochzeit 💍 – eure Kollegen um {b}, Tisch {n}
    Für {a} zum Einzug: auf {n} schöne Jahre im neuen Heim 🏡 wünscht {b}
    Danke, {a}, für {n} Stunden Hilfe beim Umzug! 🙏 {b}
    Frohe Weihnachten, Oma {a} 🎄🎁 – {n} Küsse von {b}
    {a}, werd schnell wieder gesund! 🌷 Noch {n}× schlafen. Grüße von {b}
""")

GERMANY = Country(
    code="DE",
    given=words("""
        Anneliese Björn Cäcilie Detlef Elfriede Friedhelm Gülsen Heiko Ingeborg Jörg Käthe Lüder Mechthild
        Niklas Ömer Petra Ragnhild Sönke Thea Ulrike Veit Waltraud Xaver Yasemin Zoë Günther Jürgen Bärbel
        Mareike Torsten Swantje Enno Gesine Hauke Isolde Lieselotte Nepomuk Ottilie Rüdiger Wiebke
    """),
    family=words("""
        Aßmann Böttcher Dörfler Eßer Fröhlich Großkopf Höfer Jäkel Köhler Lüdemann Möllering Nüßlein Özdemir
        Prüfer Quäck Rößler Schäfer Süßmilch Tönnies Überschär Völkel Wäschle Zürn Petersen Kowalczyk Hansen
        Brandstätter Yıldız Langnickel Obermüller Grünwald Straßburger Kühnemund Däubler Hünerbein Löwenzahn
        Mühlhäuser Rübsam Schönfließ Weißgerber
    """),
    streets=lines("""
        Ahornweg
        Am Alten Güterbahnhof
        An der Mühle
        Bäckerstraße
        Buchenallee
        Drosselgasse
        Eibenkamp
        Fährstraße
        Gänseblümchenweg
        Große Bleichen
        Hölderlinstraße
        Im Wiesengrund
        Jägerstieg
        Königsberger Straße
        Lübecker Chaussee
        Mörikestraße
        Nürnberger Ring
        Obere Dorfstraße
        Pfarrer-Grüber-Weg
        Querschlag
        Röntgenplatz
        Schützenstraße
        Straße des 17. Juni
        Tübinger Straße
        Unter den Eichen
        Völklinger Straße
        Weißdornpfad
        Zum Forsthaus
        Käthe-Kollwitz-Straße
        Süderstraße
    """),
    places=places("""
        10115|Berlin|Berlin
        20457|Hamburg|Hamburg
        80331|München|Bayern
        50667|Köln|Nordrhein-Westfalen
        40213|Düsseldorf|Nordrhein-Westfalen
        48143|Münster|Nordrhein-Westfalen
        23552|Lübeck|Schleswig-Holstein
        90402|Nürnberg|Bayern
        97070|Würzburg|Bayern
        01067|Dresden|Sachsen
        08056|Zwickau|Sachsen
        99084|Erfurt|Thüringen
        72070|Tübingen|Baden-Württemberg
        88045|Friedrichshafen|Baden-Württemberg
        25980|Sylt|Schleswig-Holstein
        37073|Göttingen|Niedersachsen
        26721|Emden|Niedersachsen
        66111|Saarbrücken|Saarland
        17489|Greifswald|Mecklenburg-Vorpommern
        06667|Weißenfels|Sachsen-Anhalt
    """),
    street_line="{street} {number}",
    house_numbers=("{n}", "{n}", "{n}", "{n}a", "{n} b", "{n}-{m}", "{n}/{k}"),
    phones=("+49 1579 {a}{b}", "01579 {a}{b}", "+49 (0)1579/{a} {b}", "01579{a}{b}"),
    companies=lines("""
        {f} & Söhne GmbH
        Bürobedarf {f} e.K.
        Praxis Dr. {f}
        {f} Maschinenbau GmbH & Co. KG
        Café {f}
        Steuerkanzlei {f} PartG mbB
    """),
    second_lines=lines("""
        Hinterhaus, 3. OG links
        Gartenhaus
        2. Etage, Tür {k}
        Aufgang {k}
        Wohnung {k}
    """),
    third_lines=lines("""
        Bitte bei {f} klingeln
        Gebäude {k}, Wareneingang
        Station {k}, Pforte Süd
        Eingang über den Hof
    """),
    care_of="c/o {p}",
    gifts=_GIFTS,
)

AUSTRIA = Country(
    code="AT",
    given=words(
        "Aloisia Benedikt Christl Dietmar Edeltraud Florian Gerlinde Hubert Irmgard Kajetan Leopold Margit"
    ),
    family=words(
        "Hölzl Käfer Lödl Mühlbacher Pöschl Rührnößl Schönthaler Übleis Wögerbauer Zöchling Grübl Kößler"
    ),
    streets=lines("""
        Mariahilfer Gürtel
        Schönbrunner Straße
        Äußere Bräuhausgasse
        Linzer Gasse
        Grüner Anger
        Kärntner Weg
    """),
    places=places("""
        1060|Wien|Wien
        5020|Salzburg|Salzburg
        8010|Graz|Steiermark
        4020|Linz|Oberösterreich
        3100|St. Pölten|Niederösterreich
    """),
    street_line="{street} {number}",
    house_numbers=("{n}", "{n}/{k}/{m}", "{n}/Top {k}", "{n}a"),
    phones=("+43 677 {a}{b}", "0677 {a}{b}"),
    companies=("{f} Gastro GmbH", "Tischlerei {f}"),
    second_lines=("Stiege {k}, Tür {m}", "Hoftrakt"),
    third_lines=("Gegensprechanlage: {f}", "Abgabe beim Portier"),
    care_of="c/o {p}",
    gifts=_GIFTS,
)
