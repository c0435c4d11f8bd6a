use crate::support::world::plan::Plan;
use crate::support::world::{Tally, lives};
use std::fs;
use std::path::PathBuf;

/// Seeds of one run of the tests; `BELLBIRD_SEEDS=5000..9000` asks for others.
fn seeds() -> std::ops::Range<u64> {
    let Ok(asked) = std::env::var("BELLBIRD_SEEDS") else { return 0..300 };
    let (from, to) = asked.split_once("..").expect("BELLBIRD_SEEDS is from..to");
    from.parse().expect("a number")..to.parse().expect("a number")
}

/// Leaves out of a failing plan what it fails without.
fn shortest(plan: Plan) -> Plan {
    let mut shortest = plan;
    let mut count = shortest.steps.len() / 2;
    while count > 0 {
        let mut from = 0;
        while from < shortest.steps.len() {
            let shorter = shortest.without(from, count);
            if lives(&shorter, false).is_err() {
                shortest = shorter;
            } else {
                from += count;
            }
        }
        count /= 2;
    }
    shortest
}

#[test]
fn no_random_life_of_a_world_breaks_a_promise() {
    let mut sum = Tally::default();
    for seed in seeds() {
        let plan = Plan::random(seed);
        match lives(&plan, false) {
            Ok(tally) => sum += tally,
            Err(fault) => {
                let short = shortest(plan);
                let file = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("seed-{seed}.plan"));
                fs::write(&file, format!("# {}\n{short}", fault.replace('\n', " "))).unwrap();
                let told = lives(&short, true).unwrap_err();
                panic!("{told}\n\nseed {seed} breaks: {fault}\n{short}\nsaved as {}", file.display());
            }
        }
    }
    println!("{sum:?}");
    let per_life = |count: usize| count as f64 / (seeds().end - seeds().start) as f64;
    let dull = per_life(sum.accepted) < 5.0
        || per_life(sum.connected) < 0.3
        || per_life(sum.resumed) < 1.0
        || per_life(sum.started_over) < 1.0
        || per_life(sum.kicked) < 0.2;
    assert!(!dull, "lives in which too little happens prove too little: {sum:?}");
}

#[test]
fn a_plan_is_written_and_read_back() {
    for seed in 0..50 {
        let plan = Plan::random(seed);
        assert_eq!(plan.to_string().parse().as_ref(), Ok(&plan));
    }
}

#[test]
fn every_plan_that_once_broke_a_promise_holds_now() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/plans");
    let mut files: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    assert!(!files.is_empty());
    for file in files {
        let plan: Plan = fs::read_to_string(&file).unwrap().parse().expect("a saved plan can be read");
        if let Err(fault) = lives(&plan, false) {
            let told = lives(&plan, true).unwrap_err();
            panic!("{told}\n\n{} breaks: {fault}", file.display());
        }
    }
}
