import ArgumentParser

NaruLab.main()
