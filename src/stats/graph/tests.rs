use super::*;

#[test]
fn rows_hold_both_directions_in_order() {
    let edges = [(0, 2, 1.5), (0, 3, 2.0), (1, 3, 1.0), (2, 3, 4.0)];
    let graph = Graph::from_edges(5, &edges).unwrap();
    assert_eq!((graph.nodes(), graph.edge_count()), (5, 4));
    assert_eq!(graph.neighbours(3), [0, 1, 2]);
    assert_eq!(graph.weights(3), [2.0, 1.0, 4.0]);
    assert_eq!(graph.degrees(), [2, 1, 2, 3, 0]);
    assert_eq!(graph.strengths(), [3.5, 1.0, 5.5, 7.0, 0.0]);
    assert_eq!(graph.total_weight(), 8.5);
    assert_eq!(graph.edges().collect::<Vec<_>>(), edges);
    assert_eq!((graph.weight(2, 0), graph.weight(1, 2)), (Some(1.5), None));
}

#[test]
fn wrong_lists_are_refused() {
    let refuse = |nodes, edges: &[(u32, u32, f64)]| Graph::from_edges(nodes, edges).unwrap_err();
    assert_eq!(
        refuse(2, &[(0, 2, 1.0)]),
        GraphError::NodeOutOfRange {
            edge: 0,
            node: 2,
            nodes: 2
        }
    );
    assert_eq!(refuse(3, &[(1, 0, 1.0)]), GraphError::NotSorted { edge: 0 });
    assert_eq!(refuse(3, &[(1, 1, 1.0)]), GraphError::NotSorted { edge: 0 });
    assert_eq!(
        refuse(3, &[(0, 1, 1.0), (0, 1, 1.0)]),
        GraphError::NotSorted { edge: 1 }
    );
    assert_eq!(
        refuse(3, &[(0, 2, 1.0), (0, 1, 1.0)]),
        GraphError::NotSorted { edge: 1 }
    );
    for weight in [0.0, -1.0, f64::INFINITY] {
        assert_eq!(
            refuse(3, &[(0, 1, weight)]),
            GraphError::BadWeight { edge: 0, weight }
        );
    }
    assert!(
        refuse(3, &[(0, 1, f64::NAN)])
            .to_string()
            .contains("positive and finite")
    );
}

#[test]
fn any_edges_are_sorted_and_summed() {
    let graph =
        Graph::from_any_edges(4, &[(2, 1, 1.0), (3, 0, 0.5), (1, 2, 2.0), (1, 1, 9.0)]).unwrap();
    assert_eq!(
        graph.edges().collect::<Vec<_>>(),
        [(0, 3, 0.5), (1, 2, 3.0)]
    );
    assert_eq!(Graph::from_edges(0, &[]).unwrap().nodes(), 0);
}
