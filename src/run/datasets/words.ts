/**
 * Common English words that are one token each after a space. All were checked against the vocabularies of GPT-2,
 * cl100k, o200k, Llama 2 and Llama 3.
 */
export const WORDS: readonly string[] = `
about above across action active after again against age air all almost along already also always among amount another
answer any area around art ask away back bad base become before began behind being below best better between big black
blood blue board body book both box boy bring brought build building business buy call came can car care carry case
cause center central century certain chance change check child children church city class clear close cold color come
common community company complete control could country course court cover cut dark data day dead deal death decision
deep design development did different difficult direct door down draw drive drop each early east easy eat economic
education effect eight either else end energy enough even evening event ever every example eye face fact fall family far
fast father feel few field figure final find fire first five floor follow food foot force foreign form former forward
found four free friend front full further future game garden gave general get girl give glass go gold good government
great green ground group grow half hand happy hard have head health hear heart heat heavy help here high hill hold home
hope horse hospital hot hour house human idea important inside interest into island issue join keep kind king knew know
land language large last late law lay lead learn least leave left less letter level life light like line list little
live local long look lost love low machine main major make man many mark market matter may meet member middle might mile
military mind minute model moment money month more morning most mother move much music must name nation nature near need
never new news next night north note nothing now number off office often oil old once only open order other over own
page paper part party pass past pay peace people perhaps period person picture piece place plan plant play point police
political poor position possible power present president press problem process program public put question quick quite
radio rather reach read ready real reason record red report rest result return rich right rise river road rock room run
`
  .trim()
  .split(/\s+/)
