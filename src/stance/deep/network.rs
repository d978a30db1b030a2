//! The network: weights, and threads that answer questions.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

use rten::{Model, ModelOptions, NodeId, RunOptions, ThreadPool, op_registry};
use rten_tensor::NdTensor;

use super::super::error::ModelError;
use super::super::weights::{PAIR_CLASSES, TONE_CLASSES};
use super::question::Question;
use super::wordpiece::{END, FIRST, SECOND, START};

/// What `scripts/train_deep/export.py` wrote: whole numbers of seven bits for weights.
static WEIGHTS: &[u8] = include_bytes!("../../../corpus/deep.onnx");

/// Probabilities: of a pair the six classes of the first towards the second and of the second towards the first.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in super::super) enum Answer {
    Pair([[f32; PAIR_CLASSES]; 2]),
    Tone([f32; TONE_CLASSES]),
}

/// The network with its weights; shared by all threads.
pub(super) struct Network {
    model: Model,
    ids: NodeId,
    places: NodeId,
    pair: NodeId,
    tone: NodeId,
}

impl std::fmt::Debug for Network {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Network").finish_non_exhaustive()
    }
}

impl Network {
    /// Reads the weights that are built in, and asks one question.
    pub(super) fn builtin() -> Result<Self, ModelError> {
        let network = Self::read().ok_or(ModelError::Network)?;
        let question = Question {
            ids: vec![START, FIRST, SECOND, END],
            places: [1, 2],
        };
        network.answer(&question, None).ok_or(ModelError::Network)?;
        Ok(network)
    }

    fn read() -> Option<Self> {
        let registry = op_registry!(
            Add,
            Cast,
            Concat,
            DynamicQuantizeLinear,
            Gather,
            GatherND,
            Gelu,
            LayerNormalization,
            MatMul,
            MatMulInteger,
            Mul,
            Reshape,
            Shape,
            Slice,
            Softmax,
            Split,
            Transpose
        );
        let mut options = ModelOptions::with_ops(registry);
        options.prepack_weights(true);
        let model = options.load_static_slice(WEIGHTS).ok()?;
        let node = |name| model.node_id(name).ok();
        Some(Self {
            ids: node("ids")?,
            places: node("places")?,
            pair: node("pair")?,
            tone: node("tone")?,
            model,
        })
    }

    /// The bytes that decide the answers, for the model's digest.
    #[expect(clippy::unused_self, reason = "the network is these bytes")]
    pub(super) fn bytes(&self) -> &'static [u8] {
        WEIGHTS
    }

    /// What the network says; nothing only if the engine fails, which `builtin` has seen that it does not.
    fn answer(&self, question: &Question, threads: Option<&Arc<ThreadPool>>) -> Option<Answer> {
        let length = question.ids.len();
        let ids = NdTensor::from_data([1, length], question.ids.clone());
        let places = NdTensor::from_data([1, 2, 1], question.places.to_vec());
        let is_pair = question.places[0] != question.places[1];
        let wanted = if is_pair { self.pair } else { self.tone };
        let options = RunOptions::default().with_thread_pool(threads.cloned());
        let inputs = vec![(self.ids, ids.into()), (self.places, places.into())];
        let value = self.model.run(inputs, &[wanted], Some(options)).ok()?;
        let value = value.into_iter().next()?;
        if is_pair {
            let told: NdTensor<f32, 3> = value.try_into().ok()?;
            let one = |side: usize| std::array::from_fn(|class| told[[0, side, class]]);
            Some(Answer::Pair([one(0), one(1)]))
        } else {
            let told: NdTensor<f32, 2> = value.try_into().ok()?;
            Some(Answer::Tone(std::array::from_fn(|class| told[[0, class]])))
        }
    }
}

/// A thread that answers the questions of one judge.
///
/// It is a thread of its own, and the judge waits for it asleep: a worker of the pipelines that waited inside the engine's
/// thread pool would take up other work meanwhile, with its locks held. So as many threads compute as there are judges.
#[derive(Debug)]
pub(super) struct Session {
    questions: Sender<Question>,
    answers: Receiver<Option<Answer>>,
}

impl Session {
    /// Starts the thread; it ends when the session is dropped.
    pub(super) fn new(network: Arc<Network>) -> Self {
        let (questions, asked) = channel::<Question>();
        let (told, answers) = channel();
        std::thread::spawn(move || {
            let pool = Arc::new(ThreadPool::with_num_threads(1));
            let own = Arc::clone(&pool);
            pool.run(move || {
                while let Ok(question) = asked.recv() {
                    if told.send(network.answer(&question, Some(&own))).is_err() {
                        return;
                    }
                }
            });
        });
        Self { questions, answers }
    }

    pub(super) fn ask(&self, question: Question) -> Option<Answer> {
        self.questions.send(question).ok()?;
        self.answers.recv().ok()?
    }
}
