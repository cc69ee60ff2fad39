"""Amazon and a carrier in a box: a made-up other side for trying Packhaus and for its tests."""
